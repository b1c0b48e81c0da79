package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.Ordering;
import io.trireme.RunnerKind;
import io.trireme.TriremeConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of one queue, complete and checked.
 *
 * @param queue the queue's name
 * @param runner where attempts run
 * @param ordering which tasks run one after another
 * @param concurrency most attempts at once
 * @param maxInFlight most tasks held, unsettled
 * @param maxInFlightBytes most bytes of them
 * @param maxAhead most settled offsets beyond the watermark, per partition
 * @param partitions of the topic at creation
 * @param replicas of the topic at creation; the brokers' default if absent
 * @param retention of the topic at creation
 * @param shutdownGrace how long running attempts are awaited
 * @param maxAttempts most attempts of one task
 * @param retryDelay the pause between two attempts
 */
public record QueueSettings(
        String queue,
        RunnerKind runner,
        Ordering ordering,
        int concurrency,
        int maxInFlight,
        long maxInFlightBytes,
        int maxAhead,
        int partitions,
        OptionalInt replicas,
        Duration retention,
        Duration shutdownGrace,
        int maxAttempts,
        Duration retryDelay) {

    /** No queue may hold more than this at once: it sizes an array. */
    static final int MOST_IN_FLIGHT = 10_000_000;

    private static final int VIRTUAL_CONCURRENCY = 256;
    private static final int THREADS_PER_PROCESSOR = 4;
    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);

    /** @throws io.trireme.TriremeException {@link Fault#SETTING_WRONG} naming the key and the way out */
    public QueueSettings {
        new Check(queue)
                .between("concurrency", concurrency, 1, MOST_IN_FLIGHT)
                .between("max-in-flight", maxInFlight, 1, MOST_IN_FLIGHT)
                .between("max-in-flight-bytes", maxInFlightBytes, 1, Long.MAX_VALUE)
                .between("max-ahead", maxAhead, 1, Integer.MAX_VALUE)
                .between("partitions", partitions, 1, 100_000)
                .between("replicas", replicas.orElse(1), 1, Short.MAX_VALUE)
                .between("retry.max-attempts", maxAttempts, 1, 1_000_000)
                .atLeast("retention", retention, SHORTEST_RETENTION)
                .atLeast("shutdown-grace", shutdownGrace, Duration.ZERO)
                .atLeast("retry.delay", retryDelay, Duration.ZERO);
    }

    /** The settings of {@code queue}: its own where it has any, else the defaults. */
    public static QueueSettings of(TriremeConfig config, String queue, int processors) {
        var defaults = config.defaults();
        var own = Optional.ofNullable(config.queues().get(queue));
        RunnerKind runner = own.flatMap(TriremeConfig.Queue::runner).orElseGet(defaults::runner);
        OptionalInt concurrency = first(own.map(TriremeConfig.Queue::concurrency), defaults.concurrency());
        return new QueueSettings(
                queue,
                runner,
                own.flatMap(TriremeConfig.Queue::ordering).orElseGet(defaults::ordering),
                concurrency.orElse(
                        switch (runner) {
                            case VIRTUAL -> VIRTUAL_CONCURRENCY;
                            case PLATFORM -> processors * THREADS_PER_PROCESSOR;
                        }),
                first(own.map(TriremeConfig.Queue::maxInFlight), OptionalInt.of(defaults.maxInFlight()))
                        .getAsInt(),
                own.map(TriremeConfig.Queue::maxInFlightBytes)
                        .filter(bytes -> bytes.isPresent())
                        .map(bytes -> bytes.getAsLong())
                        .orElseGet(defaults::maxInFlightBytes),
                first(own.map(TriremeConfig.Queue::maxAhead), OptionalInt.of(defaults.maxAhead()))
                        .getAsInt(),
                first(own.map(TriremeConfig.Queue::partitions), OptionalInt.of(defaults.partitions()))
                        .getAsInt(),
                first(own.map(TriremeConfig.Queue::replicas), defaults.replicas()),
                own.flatMap(TriremeConfig.Queue::retention).orElseGet(defaults::retention),
                own.flatMap(TriremeConfig.Queue::shutdownGrace).orElseGet(defaults::shutdownGrace),
                first(
                                own.map(queues -> queues.retry().maxAttempts()),
                                OptionalInt.of(defaults.retry().maxAttempts()))
                        .getAsInt(),
                own.flatMap(queues -> queues.retry().delay())
                        .orElseGet(() -> defaults.retry().delay()));
    }

    private static OptionalInt first(Optional<OptionalInt> own, OptionalInt otherwise) {
        return own.filter(OptionalInt::isPresent).orElse(otherwise);
    }

    private record Check(String queue) {
        Check between(String key, long value, long least, long most) {
            if (value < least || value > most) {
                throw Fault.SETTING_WRONG.because(key(key), value, "use a number from " + least + " to " + most + ".");
            }
            return this;
        }

        Check atLeast(String key, Duration value, Duration least) {
            if (value.compareTo(least) < 0) {
                throw Fault.SETTING_WRONG.because(key(key), value, "use a duration of " + least + " or more.");
            }
            return this;
        }

        private String key(String key) {
            return "trireme.queues.\"" + queue + "\"." + key + " (or trireme.defaults." + key + ")";
        }
    }
}
