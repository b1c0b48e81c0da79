package io.trireme.schedule;

import io.trireme.TriremeException;
import io.trireme.streams.StreamsStore;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The shell of {@link Timers} in Kafka Streams: commands in, tasks out, one partition. Everything that one call changes (the
 * store's changelog, the tasks sent, the offset read) is in the same transaction, so that the races have one winner:
 *
 * <ul>
 *   <li>Crash between firing and commit: the transaction is aborted, nobody who reads committed records saw the task, and the
 *       timer is in the store that the next owner restores.
 *   <li>Crash after the commit: the task is out and the timer gone, both or neither.
 *   <li>A zombie (paused, cut off, its partition given away): its commit is refused, by the group's generation or since its
 *       transaction timed out; what it fired was never committed.
 *   <li>A cancel that comes when the timer fires: whichever the partition's one thread reads first.
 *   <li>A clock set back: see {@link Timers}; the punctuator itself runs on elapsed time ({@link io.trireme.streams.RoleStreams}).
 * </ul>
 */
final class TimerProcessor implements Processor<byte[], byte[], Destination, byte[]> {
    /** How often due timers are looked for, the greater part of the firing error. */
    static final Duration INTERVAL = Duration.ofMillis(20);

    /** Most tasks sent in one go, so that commands, polls and commits get their turn. */
    private static final int MOST_AT_ONCE = 2_000;

    /** A timer that cannot go is looked at again after as long as it is late by: at least after this, if its queue is missing. */
    private static final Duration HELD = Duration.ofSeconds(10);

    /** The same of one that is too large for its queue: each look writes all of it. */
    private static final Duration HELD_TOO_LARGE = Duration.ofMinutes(1);

    /** The same while the brokers have not said whether the queue is there, and what it takes. */
    private static final Duration HELD_UNKNOWN = Duration.ofSeconds(1);

    /** Due timers are taken with their payloads, so only a few at once. */
    private static final int CHUNK = 16;

    /** The longest that a partition fires in one go: those of a thread follow each other, in one transaction. */
    private static final long FIRING_AT_MOST = Duration.ofMillis(250).toNanos();

    private static final String TOO_LARGE = "it is larger than " + Topics.scheduleChangelog()
            + " takes; raise its max.message.bytes, and kafka.max.request.size if that is less";

    private static final Logger LOG = Logger.getLogger(TimerProcessor.class);

    private final String storeName;
    private final InstantSource clock;
    private final Targets targets;
    private final ScheduleCounters counters;

    @Nullable
    private ProcessorContext<Destination, byte[]> context;

    @Nullable
    private Timers timers;

    @Nullable
    private Cancellable punctuator;

    private long shown; // of pending timers, in the counters

    TimerProcessor(String storeName, InstantSource clock, Targets targets, ScheduleCounters counters) {
        this.storeName = storeName;
        this.clock = clock;
        this.targets = targets;
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<Destination, byte[]> given) {
        context = given;
        timers = new Timers(new StreamsStore(given.getStateStore(storeName)));
        // All partitions of a thread at the same moments, so that what they fire is one commit.
        punctuator = given.schedule(Instant.EPOCH, INTERVAL, PunctuationType.WALL_CLOCK_TIME, ignored -> fire());
        show(timers.pending());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Timers core = ready(timers);
        switch (Command.read(record.key(), record.value(), record.headers())) {
            case Command.Put(Timer timer, Optional<Rank> rank) when isTooLarge(timer) -> skip(TOO_LARGE);
            case Command.Register(Timer timer) when isTooLarge(timer) -> skip(TOO_LARGE);
            case Command.Put(Timer timer, Optional<Rank> rank) -> {
                if (core.put(timer, rank, clock.instant()) == Timers.Effect.REPEATED) {
                    counters.repeated().increment();
                }
            }
            case Command.Register(Timer timer) -> core.register(timer, clock.instant());
            case Command.Cancel(String id) -> {
                if (core.cancel(id) == Timers.Effect.CANCELLED) {
                    counters.cancelled().increment();
                }
            }
            case Command.Unusable(String why) -> skip(why);
        }
        show(core.pending());
    }

    /**
     * What the changelog does not take would kill the thread, and the next one that reads the command, and so on. While its
     * limit is not known a command is tried all the same: one that is skipped is lost.
     */
    private boolean isTooLarge(Timer timer) {
        return targets.of(Topics.scheduleChangelog()).isBelow(TimerCodec.largestRecord(timer));
    }

    private void skip(String why) {
        counters.unusable().increment();
        if (counters.budget().allows()) {
            LOG.warnf(
                    "A record of the schedule (%s) was skipped: %s%s",
                    place(), why, counters.budget().suppressed());
        }
    }

    private String place() {
        return ready(context)
                .recordMetadata()
                .map(at -> at.topic() + "-" + at.partition() + "-" + at.offset())
                .orElse("unknown place");
    }

    private void fire() {
        Timers core = ready(timers);
        Instant now = clock.instant();
        long begun = System.nanoTime();
        int sent = 0;
        List<Timer> due;
        do { // a chunk is fired or held as a whole: what is due is looked for behind it
            due = core.due(now, CHUNK);
            for (Timer timer : due) {
                sent += fireOrHold(core, timer, now);
            }
        } while (due.size() == CHUNK && sent < MOST_AT_ONCE && System.nanoTime() - begun < FIRING_AT_MOST);
        core.forget(now, MOST_AT_ONCE);
        show(core.pending());
        if (sent > 0) {
            ready(context).commit(); // who reads committed records sees a task after that
        }
    }

    /** Returns how many tasks were sent, or 1 for a timer that was put off. */
    private int fireOrHold(Timers core, Timer timer, Instant now) {
        return switch (targets.of(Topics.tasks(timer.queue()))) {
            case Targets.Target.Missing missing ->
                hold(
                        timer,
                        now,
                        HELD,
                        "which does not exist. Create it (a worker that handles it does so), or cancel the timer");
            case Targets.Target.Unknown(String why) ->
                hold(
                        timer,
                        now,
                        HELD_UNKNOWN,
                        "until the brokers say what that takes (" + why
                                + "). The schedule needs describe and describe configs on it");
            case Targets.Target.Existing queue
            when queue.isBelow(sizeOfTask(timer)) ->
                hold(
                        timer,
                        now,
                        HELD_TOO_LARGE,
                        "which takes no record so large. Raise its topic's max.message.bytes, and kafka.max.request.size"
                                + " here if that is less, or cancel the timer");
            case Targets.Target.Existing queue -> fire(core, timer, now);
        };
    }

    /** Of a rule's task at most: it gets an id and two times in headers that the rule has not. */
    private static int sizeOfTask(Timer timer) {
        int size = RecordSize.of(timer.key(), timer.value(), timer.headers());
        return CronEntry.is(timer)
                ? size + CronEntry.HEADERS_OF_A_TASK + timer.id().length() * 3
                : size;
    }

    private int hold(Timer timer, Instant now, Duration least, String why) {
        ready(timers).hold(timer, Timers.lookAgain(timer, now, least));
        counters.held().increment();
        if (counters.budget().allows()) {
            LOG.warnf(
                    "Timer %s waits for queue %s, %s%s",
                    timer.id(), timer.queue(), why, counters.budget().suppressed());
        }
        return 1;
    }

    private int fire(Timers core, Timer timer, Instant now) {
        try {
            List<Timer> tasks = core.fire(timer, now);
            tasks.forEach(task -> send(task, now));
            return tasks.size();
        } catch (TriremeException wrong) {
            // Another version took the rule, or other time zones: it waits for a process that knows it.
            core.hold(timer, Timers.lookAgain(timer, now, HELD));
            counters.held().increment();
            if (counters.budget().allows()) {
                LOG.warnf(
                        "%s waits: %s%s",
                        timer.id(), wrong.getMessage(), counters.budget().suppressed());
            }
            return 1;
        }
    }

    private void send(Timer task, Instant now) {
        ready(context)
                .forward(new Record<>(
                        new Destination(task.queue(), task.key()),
                        task.value(),
                        now.toEpochMilli(),
                        new RecordHeaders(task.headers())));
        counters.fired(Duration.between(task.due(), now));
    }

    private void show(long pending) {
        counters.pending().add(pending - shown);
        shown = pending;
    }

    @Override
    public void close() {
        show(0);
        if (punctuator != null) {
            punctuator.cancel();
        }
    }

    private static <T> T ready(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the processor was not initialised");
        }
        return part;
    }
}
