package io.trireme.state;

import io.trireme.streams.Phase;

/** What carries commands out; apart from the role, so that a process without Kafka Streams never loads a class of it. */
interface StateEngine extends AutoCloseable {
    void start();

    Phase phase();

    /** Commits and leaves the group, within a bounded time. */
    @Override
    void close();
}
