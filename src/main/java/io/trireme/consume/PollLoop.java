package io.trireme.consume;

import io.trireme.run.Runner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * The only code that touches the consumer: poll, hand out, collect, commit.
 *
 * <p>Each turn hands out what waits as far as there is room, commits what moved once a second, and polls. When there is
 * no room the loop polls only for partitions that nothing waits of, since these may have lanes that nobody works on; else
 * it waits for attempts to end: first without polling, since room usually appears within milliseconds and pausing is not
 * free; when that lasts, with all partitions paused and a poll each time, so that the group keeps its member however
 * long the work takes. While the queue is paused it only polls and commits.
 *
 * <p>Threading: {@link #run()} belongs to one thread, named {@code trireme-poll-<queue>}; it owns every field but the
 * volatile ones. Other threads may call {@link #stop()}, {@link #view()} and {@link #lastTurn()}.
 *
 * <p>On failure: what a poll throws is told by {@link #view()} and the loop goes on after a pause, since brokers come
 * back and rights are granted; only what no waiting mends ends it.
 */
final class PollLoop implements Runnable {
    private static final Logger LOG = Logger.getLogger(PollLoop.class);

    private static final Duration LONGEST_POLL = Duration.ofMillis(500);
    private static final Duration POLL_WHILE_PAUSED = Duration.ofMillis(20);
    private static final Duration POLL_FOR_MARK = // workers wait for the answer, which comes with a poll
            Duration.ofMillis(1);
    private static final Duration POLL_WHILE_HELD = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT_FOR_ROOM = Duration.ofMillis(10);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final long PAUSE_WHEN_FULL_FOR = Duration.ofMillis(100).toNanos();

    /** After a poll for other partitions that found nothing: they may be empty, and asking costs. */
    private static final long REST_FROM_OTHERS = LONGEST_WAIT_FOR_ROOM.toNanos();

    private static final long VIEW_INTERVAL = Duration.ofMillis(200).toNanos();

    /** A count is also made after so many records, so that the bound on what is ahead is kept at any speed. */
    private static final int RECORDS_BETWEEN_COUNTS = 10_000;

    private final String queue;
    private final Consumer<byte[], byte[]> consumer;
    private final Assignment assignment;
    private final Dispatcher dispatcher;
    private final ParkedBound parked;
    private final Admission admission;
    private final Room room;
    private final Counters counters;
    private final Commits commits;
    private final Marks marks;
    private final SoloTurn solo;
    private final Gate gate;
    private final Rebalance rebalance;
    private final Rate rate = new Rate();
    private final Predicate<RuntimeException> endsMembership; // what a poll throws once and never recovers from

    private volatile boolean stopping; // written by stop(), read by the poll thread
    private volatile Thread thread = Thread.currentThread(); // written at start, read by stop()
    private volatile long turned = System.nanoTime(); // written by the poll thread, read by probes
    private volatile LoopView view = LoopView.BEFORE; // written by the poll thread, read by probes and HTTP

    private int takenSinceCount;
    private long viewed = turned;
    private long polled = turned; // when all partitions were last polled
    private long foundNothing = turned; // when a poll for other partitions than those that wait last came back empty
    private Optional<String> trouble = Optional.empty();

    PollLoop(
            QueueSettings settings,
            Uuid topic,
            Consumer<byte[], byte[]> consumer,
            Dispatcher dispatcher,
            Settlement settlement,
            Runner runner,
            Room room,
            Counters counters,
            Solitude solitude,
            Predicate<RuntimeException> endsMembership) {
        this.endsMembership = endsMembership;
        this.queue = settings.queue();
        this.consumer = consumer;
        this.dispatcher = dispatcher;
        this.parked = new ParkedBound(settings, settlement);
        this.admission = settlement.parking().admission();
        this.room = room;
        this.assignment = new Assignment(room, settings.quarantine());
        this.counters = counters;
        this.commits = new Commits(consumer, assignment, topic, admission.beyondMark()::release);
        this.marks = new Marks(settings, assignment, admission, runner, commits);
        this.solo = new SoloTurn(settings, admission, assignment, commits, runner, solitude, counters, () -> stopping);
        this.gate = new Gate(consumer, assignment, settings.maxAhead());
        this.rebalance = new Rebalance(
                settings, assignment, dispatcher, runner, room, commits, counters, () -> turned = System.nanoTime());
    }

    /** Asks the loop to drain and end. Any thread, any number of times. */
    void stop() {
        if (!stopping) { // one wake-up is enough, and each has to be spent somewhere
            stopping = true;
            consumer.wakeup();
            LockSupport.unpark(thread);
        }
    }

    /** What the loop last said of itself, at most a second ago while it turns. */
    LoopView view() {
        return view;
    }

    /** When the loop last turned, in {@link System#nanoTime()}. */
    long lastTurn() {
        return turned;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try (consumer;
                solo) {
            consumer.subscribe(List.of(queue), rebalance);
            while (!stopping) {
                turn();
            }
            show(QueueStatus.State.DRAINING);
            rebalance.drain();
            show(QueueStatus.State.STOPPED);
        } catch (UnsupportedVersionException old) {
            fail("the brokers do not know what they were asked (" + old.getMessage()
                    + "); for brokers before 4.0 set kafka.group.protocol=classic");
        } catch (Throwable broken) { // the thread ends here: without this word nobody would learn why
            LOG.errorf(broken, "Queue %s: the poll loop ended", queue);
            fail("the poll loop ended by " + broken);
        }
    }

    private void fail(String why) {
        LOG.errorf("Queue %s takes no more tasks: %s", queue, why);
        trouble = Optional.of(why);
        show(QueueStatus.State.FAILED);
    }

    private void turn() {
        long now = System.nanoTime();
        turned = now;
        if (!parked.isOver() && !admission.isPaused()) {
            dispatcher.dispatch();
        }
        if (commits.areDue(now) || takenSinceCount >= RECORDS_BETWEEN_COUNTS) {
            count();
        }
        if (now - viewed >= VIEW_INTERVAL) {
            show(QueueStatus.State.RUNNING);
        }
        // Outside of what is forgiven: records that were fetched and not taken in would be committed over.
        take(ask(now));
    }

    /** All that is asked of the consumer in a turn. Brokers come back and rights are granted: it is asked again. */
    private ConsumerRecords<byte[], byte[]> ask(long now) {
        try {
            if (commits.areDue(now)) {
                commits.send(now);
            }
            marks.look(now, dispatcher.isFull());
            solo.look(now);
            var records = pollFor(now);
            trouble = Optional.empty();
            return records;
        } catch (WakeupException stopped) {
            LOG.debugf("Queue %s: woken", queue); // in whichever call stop() came
        } catch (RuntimeException failure) {
            if (endsMembership.test(failure)) {
                throw failure;
            }
            String message = failure.toString();
            if (!trouble.equals(Optional.of(message))) {
                LOG.warnf(failure, "Queue %s: the poll failed; it is tried again each second", queue);
            }
            trouble = Optional.of(message);
            room.await(Integer.MAX_VALUE, PAUSE_AFTER_FAILURE, () -> stopping);
        }
        return ConsumerRecords.empty();
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
        gate.set(false);
        polled = System.nanoTime();
        return consumer.poll(
                gate.isAnyPaused() && atMost.compareTo(POLL_WHILE_PAUSED) > 0 ? POLL_WHILE_PAUSED : atMost);
    }

    private ConsumerRecords<byte[], byte[]> pollFor(long now) {
        if (admission.isPaused()) {
            return pollPaused(POLL_WHILE_HELD);
        }
        boolean full = dispatcher.isFull() || parked.isOver();
        if (marks.areInTheWay()) {
            return full ? pollPaused(POLL_FOR_MARK) : poll(POLL_FOR_MARK);
        }
        return full ? pollWhileFull(now) : poll(marks.areAwaited() ? POLL_WHILE_PAUSED : LONGEST_POLL);
    }

    private ConsumerRecords<byte[], byte[]> pollWhileFull(long now) {
        if (!parked.isOver() && now - foundNothing >= REST_FROM_OTHERS && dispatcher.wantsOthers(gate.open())) {
            var records = poll(Duration.ZERO);
            if (records.isEmpty()) {
                foundNothing = now;
            }
            return records;
        }
        room.await(dispatcher.endingsToAwait(), LONGEST_WAIT_FOR_ROOM, this::hasRoomOrStops);
        if (System.nanoTime() - polled < PAUSE_WHEN_FULL_FOR) {
            return ConsumerRecords.empty();
        }
        return pollPaused(Duration.ZERO);
    }

    /** Keeps the member of the group, and fetches nothing. */
    private ConsumerRecords<byte[], byte[]> pollPaused(Duration atMost) {
        gate.set(true);
        return consumer.poll(atMost);
    }

    private void count() {
        assignment.count();
        takenSinceCount = 0;
    }

    private boolean hasRoomOrStops() {
        return stopping || !parked.isOver() && dispatcher.hasRoomForNext();
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            Epoch epoch = assignment.of(partition);
            if (epoch == null) {
                throw new IllegalStateException("records of " + partition + ", which is not assigned");
            }
            var fetched = records.records(partition);
            long first = fetched.getFirst().offset();
            if (epoch.watermark().position().orElse(first) > first) {
                LOG.warnf(
                        "%s went back from offset %d to %d: it was truncated or made anew",
                        partition, epoch.watermark().position().getAsLong(), first);
                long resume = epoch.resumesAt(first);
                epoch = assignment.rewound(epoch, resume);
                dispatcher.dropClosed();
                if (resume < first) {
                    consumer.seek(partition, resume); // what was fetched comes again, after what lies before it
                    continue;
                }
            }
            takenSinceCount += fetched.size();
            dispatcher.take(epoch, fetched);
        }
    }

    private void show(QueueStatus.State state) {
        count();
        parked.look();
        room.look();
        viewed = System.nanoTime();
        turned = viewed;
        view = new LoopView(
                state,
                state == QueueStatus.State.RUNNING && isMember(),
                assignment.statuses(gate),
                room.records(),
                room.bytes(),
                dispatcher.isFull(),
                parked.parked(),
                rate.update(counters.settled(), viewed),
                trouble.or(parked::trouble));
    }

    private boolean isMember() {
        return consumer.groupMetadata().generationId() >= 0;
    }
}
