package io.trireme.state;

/** Where the replies of a shard go, and what its owner has to say to its log. Any thread; returns at once. */
interface Outbox {
    void reply(int partition, Reply reply);

    void append(int partition, Command command);
}
