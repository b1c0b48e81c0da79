package io.trireme.schedule;

import io.trireme.streams.Phase;

/** What runs the timers; apart from the role, so that a process without Kafka Streams never loads a class of it. */
interface ScheduleEngine extends AutoCloseable {
    void start();

    Phase state();

    /** Commits and leaves the group, within a bounded time. */
    @Override
    void close();
}
