package io.trireme;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.trireme.QuarantineSettings.QueueQuarantine;
import io.trireme.RetrySettings.QueueRetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Settings, all under {@code trireme.}. Durations as {@code 10s}, {@code 5m} or ISO-8601.
 *
 * <p>The brokers' address and their TLS or SASL are Quarkus's own {@code kafka.*} settings.
 */
@ConfigMapping(prefix = "trireme")
public interface TriremeConfig {
    /** What this process does: {@code worker} works on tasks, {@code schedule} holds timers, {@code state} holds shared state; without either the process only publishes. */
    @WithDefault("worker")
    List<Role> roles();

    /** Settings of the worker role. */
    Worker worker();

    /** Settings of the schedule role. */
    ScheduleSettings schedule();

    /** Settings of shared state. */
    StateSettings state();

    /** Settings of the topics. */
    TopicSettings topics();

    /** Settings of the publisher. */
    PublisherSettings publisher();

    /** Settings of results. */
    ResultSettings results();

    /** Settings of the HTTP face. */
    HttpSettings http();

    /** Settings of the probes. */
    Health health();

    /** Settings of the meters. */
    Metrics metrics();

    /** Settings of every queue that does not say otherwise. */
    Defaults defaults();

    /** Settings by queue name; what is absent here comes from {@code trireme.defaults}. */
    Map<String, Queue> queues();

    /** What a process may do. */
    enum Role {
        /** Works on tasks. */
        WORKER,
        /** Holds timers and fires them. */
        SCHEDULE,
        /** Holds the state that processes share. */
        STATE,
        /** Answers HTTP. */
        WEB,
        /** Works on the tasks that a process with the runner {@code process} hands on to it, and on nothing else; such a process starts it. */
        CHILD
    }

    /** Settings of the worker role. */
    interface Worker {
        /** The queues that this process works on; all with a handler unless given. */
        Optional<List<String>> queues();
    }

    /** Settings of the topics. */
    interface TopicSettings {
        /** Whether missing topics are created at start. */
        @WithDefault("true")
        boolean create();
    }

    /** Settings of the publisher. */
    interface PublisherSettings {
        /** Most bytes that wait for the brokers; beyond it callers block, then get an error. */
        @WithDefault("33554432")
        long bufferBytes();

        /** The longest that a call may block while the buffer is full or a queue is looked up for the first time. */
        @WithDefault("5s")
        Duration blockAtMost();

        /** The longest that a task may wait for the brokers' answer. */
        @WithDefault("30s")
        Duration timeout();
    }

    /** Settings of the probes. */
    interface Health {
        /** Whether Trireme's probes are part of the application; fixed when it is built. */
        @WithDefault("true")
        boolean enabled();
    }

    /** Settings of the meters. */
    interface Metrics {
        /** Whether Trireme's meters are part of the application; fixed when it is built. */
        @WithDefault("true")
        boolean enabled();
    }

    /** What holds for each queue that does not say otherwise. */
    interface Defaults {
        /** Where attempts run: {@code virtual}, {@code platform}, {@code event-loop} or {@code process}; unless given {@code event-loop} if a handler of the queue returns a {@code Uni} or {@code CompletionStage}, else {@code virtual}. */
        Optional<RunnerKind> runner();

        /** Which tasks run one after another: {@code unordered}, {@code by-key} or {@code by-partition}. */
        @WithDefault("by-key")
        Ordering ordering();

        /** Most tasks running at once in this process; 256 on {@code virtual} and {@code event-loop}, four for each processor on {@code platform}, one on {@code process} and for a program as the handler. */
        OptionalInt concurrency();

        /** Most tasks held, unsettled; at the bound the partitions are paused. */
        @WithDefault("10000")
        int maxInFlight();

        /** Most bytes of tasks held, unsettled; at the bound the partitions are paused. */
        @WithDefault("67108864")
        long maxInFlightBytes();

        /** Most settled offsets beyond the watermark of a partition; at the bound that partition is paused. */
        @WithDefault("1000000")
        int maxAhead();

        /** Partitions of the queue's topic when it is created. */
        @WithDefault("8")
        int partitions();

        /** Replicas of the queue's topic when it is created; the brokers' default unless given. */
        OptionalInt replicas();

        /** How long the queue's topic keeps records when it is created. */
        @WithDefault("7d")
        Duration retention();

        /** Tasks a second, of all processes together, by which the seconds to drain are told until a rate was measured. */
        @WithDefault("10")
        double usualRate();

        /** How long an attempt may run; then it is interrupted and counts as failed. Without it, for ever. */
        Optional<Duration> timeout();

        /** What happens to a task past its {@code trireme-expires}: {@code dead-letter} or {@code drop}. */
        @WithDefault("dead-letter")
        Expired expired();

        /** Of which tasks the results are kept: {@code asked}, {@code all}, or {@code states}: of all, and when attempts start and fail. */
        @WithDefault("asked")
        ResultsKept results();

        /** How long running tasks may finish on shutdown; then they are interrupted and will be delivered again. */
        @WithDefault("30s")
        Duration shutdownGrace();

        /** What happens when an attempt fails. */
        RetrySettings retry();

        /** What happens to a task that may have killed its process. */
        QuarantineSettings quarantine();

        /** Child processes of queues on the runner {@code process}. */
        ProcessDefaults process();
    }

    /** A part of {@link Defaults}. */
    interface ProcessDefaults {
        /** With the runner {@code process}: the directory of the archives that let child processes start fast, for queues that name none. */
        Optional<String> archiveDirectory();
    }

    /** What happens when too many tasks wait for a retry. */
    enum Overflow {
        /** No more tasks are taken in until there are fewer. */
        PAUSE,
        /** Those that wait for a retry go to the dead letters, those that hold up most others first. */
        DEAD_LETTER
    }

    /** What happens to a task whose time is over before it was started. */
    enum Expired {
        /** It goes to the dead letters. */
        DEAD_LETTER,
        /** It is counted and forgotten. */
        DROP
    }

    /** What one queue has otherwise than {@link Defaults}; the keys mean the same. */
    interface Queue {
        /** Where attempts run. */
        Optional<RunnerKind> runner();

        /** Which tasks run one after another. */
        Optional<Ordering> ordering();

        /** Most tasks running at once in this process. */
        OptionalInt concurrency();

        /** Most tasks held, unsettled. */
        OptionalInt maxInFlight();

        /** Most bytes of tasks held, unsettled. */
        OptionalLong maxInFlightBytes();

        /** Most settled offsets beyond the watermark of a partition. */
        OptionalInt maxAhead();

        /** Partitions of the queue's topic when it is created. */
        OptionalInt partitions();

        /** Replicas of the queue's topic when it is created. */
        OptionalInt replicas();

        /** How long the queue's topic keeps records when it is created. */
        Optional<Duration> retention();

        /** Tasks a second, of all processes together, until a rate was measured. */
        OptionalDouble usualRate();

        /** How long an attempt may run. */
        Optional<Duration> timeout();

        /** What happens to a task past its {@code trireme-expires}. */
        Optional<Expired> expired();

        /** Of which tasks the results are kept. */
        Optional<ResultsKept> results();

        /** How long running tasks may finish on shutdown. */
        Optional<Duration> shutdownGrace();

        /** What happens when an attempt fails. */
        QueueRetry retry();

        /** What happens to a task that may have killed its process. */
        QueueQuarantine quarantine();

        /** A program as the queue's handler. */
        ExecSettings exec();

        /** The queue's child processes. */
        ProcessSettings process();
    }
}
