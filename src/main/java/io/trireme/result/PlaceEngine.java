package io.trireme.result;

import io.trireme.streams.Phase;

/** What notes where results lie; apart from the role, so that a process without Kafka Streams never loads a class of it. */
interface PlaceEngine extends AutoCloseable {
    void start();

    Phase phase();

    /** Commits and leaves the group, within a bounded time. */
    @Override
    void close();
}
