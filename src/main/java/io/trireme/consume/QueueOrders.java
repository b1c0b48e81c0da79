package io.trireme.consume;

import io.trireme.run.Runner;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What operators have ordered of one queue.
 *
 * @param paused whether no task of it starts
 * @param concurrency most attempts at once in each process; as configured if absent
 * @param purge what of it is dropped
 */
public record QueueOrders(boolean paused, OptionalInt concurrency, Optional<Purge> purge) {
    /** The largest concurrency that may be ordered. */
    public static final int MOST_CONCURRENCY = Runner.MOST_AT_RUN_TIME;

    /** Nothing. */
    public static final QueueOrders NONE = new QueueOrders(false, OptionalInt.empty(), Optional.empty());

    /** The same, but paused or not. */
    public QueueOrders withPaused(boolean now) {
        return new QueueOrders(now, concurrency, purge);
    }

    /** The same with another concurrency. */
    public QueueOrders withConcurrency(OptionalInt now) {
        return new QueueOrders(paused, now, purge);
    }

    /** The same with another purge. */
    public QueueOrders withPurge(Optional<Purge> now) {
        return new QueueOrders(paused, concurrency, now);
    }
}
