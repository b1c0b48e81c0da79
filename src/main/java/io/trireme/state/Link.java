package io.trireme.state;

import io.trireme.wire.Turns;

/** How a process that uses shared state reaches those who hold it. Any thread. */
interface Link extends AutoCloseable {
    /** Of the commands. */
    int partitions();

    /** The partition of the answers that this process reads. */
    int replyTo();

    /** Writes a command; see {@link Conversation.Sender}. */
    void send(int partition, Command command);

    /** Who reads the answers. */
    Turns turns();

    @Override
    void close();
}
