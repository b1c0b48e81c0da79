package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.Interceptor;
import io.trireme.consume.QueueStatus.RunningAttempt;
import io.trireme.run.Runner;
import io.trireme.run.Work;
import io.trireme.run.WorkerView;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.ProcessName;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Works on one queue: its runner, its poll loop and the thread of that loop, put together.
 *
 * <p>Starts once and stops always: {@link #stop()} may come twice, and before the start. Any thread.
 */
public final class QueueConsumer implements AutoCloseable {
    /** Beyond the grace: the final commit and leaving the group. */
    private static final Duration LEAVING = Duration.ofSeconds(45);

    private final QueueSettings settings;
    private final Uuid topic;
    private final Runner runner;
    private final Counters counters = new Counters();
    private final Admission admission;
    private final Parking parking;
    private final Withdrawals withdrawals = new Withdrawals();
    private final Outlets outlets;
    private final Departures departures;
    private final Settlement settlement;
    private final ScheduledExecutorService timer;
    private final Solitude solitude;
    private final Solitude.Member neighbour = new Neighbour();
    private final @Nullable TimeLimit limit;
    private final PollLoop loop;
    private final Thread thread;
    private @Nullable Future<?> looks; // of the time limit; set by start()

    /**
     * @param topic the id of the queue's topic
     * @param handlers the queue's handlers, by task type
     * @param interceptors around every attempt, the first outermost
     * @param outlets where tasks go that gave up, or are to be tried again later; shared by the queues of a process
     * @param timer wakes parked retries; shared by the queues of a process
     * @param solitude lets a task run alone in the process; shared by its queues
     * @param application the name that the group's starts with
     * @param seed makes the lanes unguessable
     */
    public QueueConsumer(
            QueueSettings settings,
            Uuid topic,
            KafkaSettings kafka,
            Map<String, Handler> handlers,
            List<Interceptor> interceptors,
            Outlets outlets,
            ScheduledExecutorService timer,
            Solitude solitude,
            String application,
            long seed) {
        if (settings.shutdownGrace().toMillis() >= kafka.maxPollIntervalMillis()) {
            throw Fault.SETTING_WRONG.because(
                    "shutdown-grace of queue " + settings.queue(),
                    settings.shutdownGrace(),
                    "use less than kafka.max.poll.interval.ms, which is " + kafka.maxPollIntervalMillis()
                            + " ms, or the group gives the partitions away while they are drained.");
        }
        this.settings = settings;
        this.topic = topic;
        this.outlets = outlets;
        this.timer = timer;
        this.solitude = solitude;
        String queue = settings.queue();
        this.runner = Runner.of(
                settings.runner(), queue, settings.concurrency(), Runner.forStretches(settings.maxInFlight()));
        var room = new Room(settings.maxInFlight(), settings.maxInFlightBytes());
        var clock = InstantSource.system();
        this.parking = new Parking(runner, timer);
        this.admission = parking.admission();
        this.departures = new Departures(settings, outlets, parking, counters);
        this.settlement = new Settlement(
                settings, outlets, parking, departures, counters, clock, () -> ThreadLocalRandom.current()
                        .nextDouble());
        this.limit = settings.timeout()
                .map(timeout -> new TimeLimit(timeout, runner, counters))
                .orElse(null);
        var pipeline = pipeline(handlers, interceptors, clock);
        var dispatcher = new Dispatcher(settings.ordering(), pipeline, runner, new Lanes(seed), room);
        Map<String, Object> client = kafka.consumer(Topics.group(application, queue), ProcessName.client(queue));
        var consumer = new KafkaConsumer<byte[], byte[]>(client);
        this.loop = new PollLoop(
                settings,
                topic,
                consumer,
                dispatcher,
                settlement,
                runner,
                room,
                counters,
                solitude,
                Membership.endedBy(client));
        this.thread =
                Thread.ofPlatform().daemon(true).name("trireme-poll-" + queue).unstarted(loop);
    }

    private Pipeline pipeline(Map<String, Handler> handlers, List<Interceptor> interceptors, InstantSource clock) {
        try {
            return new Pipeline(
                    settings.queue(),
                    handlers,
                    interceptors,
                    settings.retry(),
                    limit,
                    withdrawals,
                    settlement,
                    counters,
                    clock);
        } catch (IllegalArgumentException wrong) {
            throw Fault.RETRIES_WRONG.causedBy(
                    wrong, "@Retries of a handler of queue " + settings.queue(), wrong.getMessage());
        }
    }

    /** Begins to poll. */
    public void start() {
        if (limit != null) {
            looks = limit.start(timer);
        }
        solitude.join(neighbour);
        thread.start();
    }

    /**
     * Does as ordered from now on. While it is paused what runs may end, everything else waits, tasks of this process that
     * are in flight among it; the group keeps its member, commits go on. What is purged is dropped as its turn comes; what of
     * it runs may end. Any thread, any number of times, before the start too.
     */
    public void follow(QueueOrders orders) {
        withdrawals.set(
                orders.purge().filter(purge -> purge.topic().equals(topic)).orElse(null));
        parking.unparkWithdrawn();
        runner.limit(orders.concurrency().orElse(settings.concurrency()));
        admission.pause(orders.paused());
    }

    /**
     * Has none of these start, interrupts what of them runs, and settles what waits for a retry. The set is kept: call this
     * again when it has changed. Any thread, before the start too.
     */
    public void revoke(Revocations revocations) {
        withdrawals.set(revocations); // before it is asked what runs: see Withdrawals
        runner.interrupt(work -> work instanceof Attempt attempt && attempt.isToStop());
        parking.unparkWithdrawn();
    }

    /** Asks to drain and end, without waiting. */
    public void stop() {
        loop.stop();
    }

    /** Asks to drain and waits until that is done, at most the grace and what leaving the group takes. */
    @Override
    public void close() {
        stop();
        try {
            if (thread.getState() != Thread.State.NEW) { // else the start failed after this was made
                thread.join(settings.shutdownGrace().plus(LEAVING));
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt(); // whoever shuts down has no more time; the rest is run again
        }
        if (looks != null) {
            looks.cancel(false);
        }
        solitude.leave(neighbour);
        runner.close();
    }

    /** The queue's settings. */
    public QueueSettings settings() {
        return settings;
    }

    /** What happened so far. */
    public Counters counters() {
        return counters;
    }

    /** What this process knows of the queue now. */
    public QueueStatus status() {
        LoopView view = loop.view();
        return new QueueStatus(
                settings.queue(),
                view.state(),
                admission.isPaused(),
                view.joined(),
                view.partitions(),
                view.inFlight(),
                view.inFlightBytes(),
                view.full() && !admission.isPaused(),
                runner.busy(),
                view.rate(),
                Duration.ofNanos(System.nanoTime() - loop.lastTurn()),
                view.parked(),
                admission.suspects().size(),
                limit == null ? List.of() : limit.stuck(),
                longest(),
                view.trouble()
                        .or(() -> outlets.deliveries().trouble(settings.queue()))
                        .or(() -> outlets.results().trouble(settings.queue()))
                        .or(departures::trouble)
                        .or(settlement::trouble));
    }

    /** The workers, busy ones first, at most {@code limit} of them by name. */
    public QueueStatus.Workers workers(int limit) {
        List<WorkerView> all = runner.workers(Integer.MAX_VALUE);
        return new QueueStatus.Workers(
                runner.limit(),
                all.size(),
                runner.busy(),
                all.stream().limit(limit).toList());
    }

    private Optional<RunningAttempt> longest() {
        return running(1).stream().findFirst();
    }

    /** What runs now, at most {@code limit} of it, that first which has run for longest. */
    public List<RunningAttempt> running(int limit) {
        return runs().sorted(Comparator.comparingLong(Run::nanos).reversed())
                .limit(limit)
                .flatMap(run -> RunningAttempt.of(run.attempt, run.worker, Duration.ofNanos(run.nanos)).stream())
                .toList();
    }

    /** What runs, and for how long as it is read once: attempts end and begin while others are compared. */
    private Stream<Run> runs() {
        long now = System.nanoTime();
        return runner.workers(Integer.MAX_VALUE).stream()
                .filter(worker -> worker.work().orElse(Work.NONE) instanceof Attempt)
                .flatMap(worker -> Run.of(worker, now).stream());
    }

    private record Run(WorkerView worker, Attempt attempt, long nanos) {
        static Optional<Run> of(WorkerView worker, long now) {
            var attempt = (Attempt) worker.work().orElseThrow();
            long nanos = attempt.runsFor(now);
            return nanos == Attempt.RUNS_NOT ? Optional.empty() : Optional.of(new Run(worker, attempt, nanos));
        }
    }

    /** This queue, when another one of the process has a task run alone. */
    private final class Neighbour implements Solitude.Member {
        @Override
        public void otherRunsAlone(boolean now) {
            admission.otherRunsAlone(now);
        }

        @Override
        public boolean isIdle() {
            return !runner.hasReady()
                    && runner.busy() == 0
                    && admission.beyondMark().isEmpty();
        }

        @Override
        public boolean runsSince(Duration begun) {
            long now = System.nanoTime();
            return runner.runs(work -> work instanceof Attempt attempt && attempt.runsFor(now) < begun.toNanos());
        }
    }
}
