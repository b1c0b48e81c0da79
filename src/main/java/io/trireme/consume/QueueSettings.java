package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.Ordering;
import io.trireme.ResultsKept;
import io.trireme.RetrySettings;
import io.trireme.RunnerKind;
import io.trireme.TriremeConfig;
import io.trireme.TriremeConfig.Expired;
import io.trireme.TriremeConfig.Overflow;
import io.trireme.retry.RetryPolicy;
import io.trireme.wire.QueueKeys;
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
 * @param timeout how long an attempt may run; for ever if absent
 * @param expired what happens to a task whose time is over before it was started
 * @param results of which tasks the results are kept
 * @param retry how often and when a failed task is tried again
 * @param retryMode where a failed task waits; if absent, that follows from the ordering and from who is there
 * @param maxSnooze most time that one task may be snoozed for
 * @param parkedShare the share of {@code maxInFlight} that tasks waiting for a retry, and those behind them, may take
 * @param overflow what happens beyond that share
 * @param quarantine what happens to a task that may have killed its process
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
        Optional<Duration> timeout,
        Expired expired,
        ResultsKept results,
        RetryPolicy retry,
        Optional<RetrySettings.Mode> retryMode,
        Duration maxSnooze,
        double parkedShare,
        Overflow overflow,
        Quarantine quarantine) {

    /** No queue may hold more than this at once: it sizes an array. */
    static final int MOST_IN_FLIGHT = 10_000_000;

    private static final int VIRTUAL_CONCURRENCY = 256;
    private static final int THREADS_PER_PROCESSOR = 4;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
    private static final int MOST_DEATHS = 1_000;
    private static final Duration SHORTEST_ALONE = Duration.ofMillis(1);

    /** The poll thread stands for so long, and with it the whole process. */
    private static final Duration LONGEST_ALONE = Duration.ofSeconds(10);

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
                .share("retry.parked-share", parkedShare)
                .atLeast("retention", retention, SHORTEST_RETENTION)
                .atLeast("shutdown-grace", shutdownGrace, Duration.ZERO)
                .between("timeout", timeout.orElse(SHORTEST_TIMEOUT), SHORTEST_TIMEOUT)
                .between("retry.max-snooze", maxSnooze, Duration.ZERO)
                .between("quarantine.deaths", quarantine.deaths(), 0, MOST_DEATHS)
                .between("quarantine.alone", quarantine.alone(), SHORTEST_ALONE, LONGEST_ALONE);
    }

    /**
     * The settings of {@code queue}: its own where it has any, else the defaults.
     *
     * @param natural the runner that suits its handlers, unless a setting names another one
     */
    public static QueueSettings of(TriremeConfig config, String queue, RunnerKind natural, int processors) {
        var defaults = config.defaults();
        var own = Optional.ofNullable(config.queues().get(queue));
        RunnerKind runner =
                own.flatMap(TriremeConfig.Queue::runner).or(defaults::runner).orElse(natural);
        boolean isProgram = own.flatMap(settings -> settings.exec().command()).isPresent();
        if (isProgram && runner == RunnerKind.PROCESS) {
            throw Fault.SETTING_WRONG.because(
                    QueueKeys.prefix(queue) + "runner",
                    "process",
                    "a program (exec.command) is a process already; leave the runner out.");
        }
        OptionalInt concurrency = first(own.map(TriremeConfig.Queue::concurrency), defaults.concurrency());
        return new QueueSettings(
                queue,
                runner,
                own.flatMap(TriremeConfig.Queue::ordering).orElseGet(defaults::ordering),
                concurrency.orElse(
                        isProgram
                                ? processors // each attempt is a process of its own
                                : switch (runner) {
                                    case VIRTUAL, EVENT_LOOP -> VIRTUAL_CONCURRENCY;
                                    case PLATFORM -> processors * THREADS_PER_PROCESSOR;
                                    case PROCESS -> processors;
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
                own.flatMap(TriremeConfig.Queue::timeout).or(defaults::timeout),
                own.flatMap(TriremeConfig.Queue::expired).orElseGet(defaults::expired),
                own.flatMap(TriremeConfig.Queue::results).orElseGet(defaults::results),
                retry(queue, defaults.retry(), own.map(TriremeConfig.Queue::retry)),
                own.flatMap(settings -> settings.retry().mode())
                        .or(() -> defaults.retry().mode()),
                own.flatMap(settings -> settings.retry().maxSnooze())
                        .orElseGet(() -> defaults.retry().maxSnooze()),
                own.map(settings -> settings.retry().parkedShare())
                        .filter(share -> share.isPresent())
                        .map(share -> share.getAsDouble())
                        .orElseGet(() -> defaults.retry().parkedShare()),
                own.flatMap(settings -> settings.retry().overflow())
                        .orElseGet(() -> defaults.retry().overflow()),
                new Quarantine(
                        first(
                                        own.map(settings ->
                                                settings.quarantine().deaths()),
                                        OptionalInt.of(defaults.quarantine().deaths()))
                                .getAsInt(),
                        own.flatMap(settings -> settings.quarantine().alone())
                                .orElseGet(() -> defaults.quarantine().alone())));
    }

    private static RetryPolicy retry(String queue, RetrySettings defaults, Optional<RetrySettings.QueueRetry> own) {
        try {
            return RetryPolicy.of(defaults, own);
        } catch (IllegalArgumentException wrong) {
            throw Fault.RETRIES_WRONG.causedBy(
                    wrong, "trireme.queues.\"" + queue + "\".retry (or trireme.defaults.retry)", wrong.getMessage());
        }
    }

    /** Whether tasks of the queue may leave the process to be tried again later. */
    boolean mayDelay() {
        return retryMode.map(mode -> mode == RetrySettings.Mode.DELAYED).orElse(ordering == Ordering.UNORDERED);
    }

    /** Whether they are to, whoever is there. */
    boolean mustDelay() {
        return retryMode.isPresent() && mayDelay();
    }

    /** Most tasks that may wait for a retry, or behind one that does. */
    int maxParked() {
        return (int) Math.max(1, maxInFlight * parkedShare);
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

        Check between(String key, Duration value, Duration least, Duration most) {
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw Fault.SETTING_WRONG.because(
                        key(key), value, "use a duration from " + least + " to " + most + ".");
            }
            return this;
        }

        Check between(String key, Duration value, Duration least) {
            if (value.compareTo(least) < 0 || value.compareTo(RetryPolicy.LONGEST) > 0) {
                throw Fault.SETTING_WRONG.because(key(key), value, "use a duration from " + least + " to 365 days.");
            }
            return this;
        }

        Check share(String key, double value) {
            if (!(value > 0 && value <= 1)) {
                throw Fault.SETTING_WRONG.because(key(key), value, "use a number above 0, up to 1.");
            }
            return this;
        }

        private String key(String key) {
            return "trireme.queues.\"" + queue + "\"." + key + " (or trireme.defaults." + key + ")";
        }
    }
}
