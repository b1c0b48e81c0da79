package io.trireme.streams;

/** What does the work of a role; apart from the role, so that a process without Kafka Streams never loads a class of it. Any thread. */
public interface RoleEngine extends AutoCloseable {
    /** Joins the group; returns at once. */
    void start();

    /** What it is at. */
    Phase phase();

    /** Commits and leaves the group, within a bounded time. */
    @Override
    void close();
}
