package io.trireme.state;

import io.trireme.wire.PayloadCodec;
import java.time.Duration;

/**
 * State that all processes of the cluster share, by name. What is asked for exists once it is used, and is gone when it is at
 * rest: unlocked, empty, unset. A name is one object, of one kind and size. Threads of this process that hold something do so
 * as long as the process shows a sign of life within {@code trireme.state.lease}. A bean in the service. Any thread; nothing
 * is asked before the first call to an object.
 *
 * <p>Calls throw {@link io.trireme.TriremeException} (nobody answers, a name or a value that cannot be) and {@link LeaseLost}.
 */
public final class SharedState implements AutoCloseable {
    /** One each nanosecond. */
    private static final long MOST_A_MILLI = Duration.ofMillis(1).toNanos();

    private final StateClient client;
    private final PayloadCodec codec;

    SharedState(StateClient client, PayloadCodec codec) {
        this.client = client;
        this.codec = codec;
    }

    private Access access(Kind kind, String name, int shape) {
        return new Access(client, kind, name, shape);
    }

    private <T> Values<T> values(Kind kind, String name, Class<T> type) {
        return new Values<>(codec, type, Words.of(kind, name));
    }

    StateClient client() {
        return client;
    }

    /** A lock that its holder may take again, and has to give up as often. */
    public SharedLock lock(String name) {
        return new SharedLock(access(Kind.LOCK, name, 0));
    }

    /** A lock that its holder cannot take again: it would wait for itself. */
    public SharedLock plainLock(String name) {
        return new SharedLock(access(Kind.PLAIN_LOCK, name, 0));
    }

    /** So many permits at first; who releases more than it acquired adds to them. */
    public SharedSemaphore semaphore(String name, int permits) {
        return new SharedSemaphore(access(Kind.SEMAPHORE, name, atLeast(permits, 0)));
    }

    /** So many permits and never more. */
    public SharedSemaphore boundedSemaphore(String name, int permits) {
        return new SharedSemaphore(access(Kind.BOUNDED_SEMAPHORE, name, atLeast(permits, 1)));
    }

    /**
     * So many permits of which processes keep some for a while, so that as a rule a call costs no round trip: for what is done
     * often and briefly. To the rest it is the bounded semaphore of this name.
     */
    public SharedLimit limit(String name, int permits) {
        return new SharedLimit(access(Kind.BOUNDED_SEMAPHORE, name, atLeast(permits, 1)), later());
    }

    /** So many permits at once, and so many in each period from then on, which is rounded up to the millisecond. */
    public SharedRateLimiter rateLimiter(String name, int permits, Duration per) {
        long millis = per.plusNanos(MOST_A_MILLI - 1).toMillis();
        if (millis < 1 || millis > Limits.LONGEST_PERIOD || permits > millis * MOST_A_MILLI) {
            throw new IllegalArgumentException("a period has 1 ms to 1 day, and at most " + MOST_A_MILLI
                    + " permits for each millisecond; not " + permits + " in " + per);
        }
        return new SharedRateLimiter(
                access(Kind.RATE_LIMITER, name, atLeast(permits, 1)), Duration.ofMillis(millis), later());
    }

    private Later later() {
        return Later.on(client.continuations());
    }

    /** A flag that can be waited for. */
    public SharedEvent event(String name) {
        return new SharedEvent(access(Kind.EVENT, name, 0));
    }

    /** A place where so many parties wait for each other. */
    public SharedBarrier barrier(String name, int parties) {
        return new SharedBarrier(access(Kind.BARRIER, name, atLeast(parties, 1)));
    }

    /** A queue of at most so many items. */
    public <T> SharedQueue<T> queue(String name, int bound, Class<T> type) {
        return new SharedQueue<>(access(Kind.QUEUE, name, atLeast(bound, 1)), values(Kind.QUEUE, name, type));
    }

    /** A map. */
    public <K, V> SharedMap<K, V> map(String name, Class<K> keys, Class<V> values) {
        return new SharedMap<>(access(Kind.MAP, name, 0), values(Kind.MAP, name, keys), values(Kind.MAP, name, values));
    }

    /** A map from names to anything that is JSON. */
    public SharedMap<String, Object> namespace(String name) {
        return map(name, String.class, Object.class);
    }

    /** A list. */
    public <T> SharedList<T> list(String name, Class<T> type) {
        return new SharedList<>(access(Kind.LIST, name, 0), values(Kind.LIST, name, type));
    }

    /** A list of this length that neither grows nor shrinks; its elements are null until they are set. */
    public <T> SharedList<T> array(String name, int length, Class<T> type) {
        if (length > Limits.ARRAY_LENGTH) {
            throw new IllegalArgumentException("an array has at most " + Limits.ARRAY_LENGTH + " elements");
        }
        return new SharedList<>(access(Kind.LIST, name, atLeast(length, 1)), values(Kind.LIST, name, type));
    }

    /** One value. */
    public <T> SharedValue<T> value(String name, Class<T> type) {
        return new SharedValue<>(access(Kind.VALUE, name, 0), values(Kind.VALUE, name, type));
    }

    /** One number. */
    public SharedCounter counter(String name) {
        return new SharedCounter(access(Kind.COUNTER, name, 0));
    }

    private static int atLeast(int number, int least) {
        if (number < least) {
            throw new IllegalArgumentException("use a number from " + least + " on, not " + number);
        }
        return number;
    }

    /** Gives up what this process holds. */
    @Override
    public void close() {
        client.close();
    }
}
