package io.trireme.consume;

import io.trireme.Outcome;
import io.trireme.retry.RetryPolicy;
import io.trireme.run.Work;
import io.trireme.run.WorkerView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way through this process: from the dispatcher, through as many attempts as it needs, to its settlement;
 * and its place in its lane.
 *
 * <p>A lane is nothing but a chain of these, each with a link to the next. Its end is decided by one compare-and-set on
 * the last link, between the poll thread, which appends, and the worker, which finishes: whoever comes first wins. If the
 * poll thread linked another attempt, the worker goes on with that one. If the worker closed the link, the lane has ended
 * and the poll thread starts a new one.
 *
 * <p>Threading: made and appended by the poll thread; run by one worker at a time, the hand-over between two of them
 * going through the ready queue or the timer.
 */
final class Attempt implements Work {
    /** The lane of a task that runs beside all others. */
    static final long NO_LANE = 0;

    /** A worker shows what it runs a moment before it runs it. */
    private static final long NOT_BEGUN = Long.MIN_VALUE;

    /** The handler has returned; what follows is the settlement. */
    private static final long SETTLING = NOT_BEGUN + 1;

    /** From here on an attempt is worth a look at its stack. */
    private static final Duration LONG = Duration.ofSeconds(5);

    private static final VarHandle NEXT = field("next", Attempt.class);
    private static final VarHandle BEGUN = field("begun", long.class);

    private final Pipeline pipeline;
    private final Epoch epoch;
    private final Batch batch;
    private final int index;
    private final long lane;
    private final int bytes;

    private @Nullable ConsumerRecord<byte[], byte[]> record; // until the attempt ends, since a lane may keep its last
    private int number; // counts those made of this record

    /** Attempts made before the task came back by the schedule; set with the first one of this record. */
    private int before;

    private boolean asked; // for its result; by the worker that runs it
    private @Nullable SoloRun solo; // the poll thread's, before it hands a suspect to the runner

    /** When the handler was called, in nanoTime; opaque, since every task pays for it and a late reader looks again. */
    @SuppressWarnings("FieldMayBeFinal") // through BEGUN
    private long begun = NOT_BEGUN;

    /** The next of the lane; this object itself once the lane has ended here. */
    @SuppressWarnings("UnusedVariable") // through NEXT
    private volatile @Nullable Attempt next;

    /**
     * @param number which try of this record the next one is, from 1
     * @param bytes what the task weighs, as it was counted in
     */
    Attempt(
            Pipeline pipeline,
            ConsumerRecord<byte[], byte[]> record,
            Epoch epoch,
            Batch batch,
            int index,
            long lane,
            int number,
            int bytes) {
        this.pipeline = pipeline;
        this.record = record;
        this.epoch = epoch;
        this.batch = batch;
        this.index = index;
        this.lane = lane;
        this.number = number;
        this.bytes = bytes;
    }

    /** Links {@code follower} behind this one. False: this one has ended its lane, and the follower begins a new one. */
    boolean append(Attempt follower) {
        return NEXT.compareAndSet(this, null, follower);
    }

    /** Whether the lane ended with this one. */
    boolean isLaneEnded() {
        return next == this;
    }

    @Override
    public Work run() {
        if (pipeline.settlement().parking().admission().keeps(this)) {
            return NONE;
        }
        if (!epoch.isOpen()) {
            return abandon();
        }
        return epoch.clearance().admits(offset()) ? attempt() : attemptAsSuspect();
    }

    private Work attemptAsSuspect() {
        if (epoch.clearance().isCondemned(offset())) {
            return pipeline.settlement().condemn(this);
        }
        return solo == null ? attempt() : solo.of(this::attempt);
    }

    private Work attempt() {
        BEGUN.setOpaque(this, System.nanoTime());
        Outcome outcome = pipeline.attempt(this);
        BEGUN.setOpaque(this, SETTLING); // the time limit is the handler's, not the settlement's
        return pipeline.settlement().settle(this, outcome);
    }

    /** The suspect is to run alone now. Poll thread, while it waits. */
    void runsAlone(SoloRun run) {
        solo = run;
    }

    /** Its run alone, due or past, which ends the suspicion; null: it had none. */
    @Nullable
    SoloRun solo() {
        return solo;
    }

    /** Settled, durably: lets the offset and the record go. Any thread. */
    void finished() {
        epoch.triesEnded(offset()); // first: what is counted as settled is not to be told of as failing
        batch.finish(index);
        epoch.room().ended(bytes);
    }

    /** Not settled, and never to be in this epoch: lets the record go. Any thread, once. */
    void letGo() {
        pipeline.counters().abandoned().increment();
        epoch.room().ended(bytes);
    }

    /** Lets the record go and ends this one's part in the lane; returns what is to be run next. */
    Work abandon() {
        letGo();
        return follower();
    }

    /** Ends this one's part in the lane; what follows is to be run next. */
    Work follower() {
        record = null;
        if (lane == NO_LANE) {
            return NONE;
        }
        Attempt follower = next;
        if (follower == null && !NEXT.compareAndSet(this, null, this)) {
            follower = next;
        }
        return follower == null || follower == this ? NONE : follower;
    }

    /** The task came back by the schedule after so many attempts. */
    void cameBackAfter(int attempts) {
        before = attempts;
    }

    /** An attempt failed and another one is to follow, here. */
    void failed(Instant now) {
        epoch.tries(offset(), epoch.tries(offset()).withFailure(now));
        number++;
        BEGUN.setOpaque(this, NOT_BEGUN);
    }

    /** The attempt is to be made again after this pause, here. */
    void snoozed(Duration pause) {
        epoch.tries(offset(), epoch.tries(offset()).withSnooze(pause));
        BEGUN.setOpaque(this, NOT_BEGUN);
    }

    /** What became of it so far. */
    Tries tries() {
        return Tries.broughtBy(record(), before).and(epoch.tries(offset()));
    }

    /** How many tasks wait behind it in its lane. */
    int followers() {
        int count = 0;
        Attempt last = this;
        for (Attempt after = last.next; after != null && after != last; after = last.next) {
            count++;
            last = after;
        }
        return count;
    }

    /** How often and when it is tried again. */
    RetryPolicy retries() {
        return pipeline.retries(record());
    }

    long offset() {
        return batch.offset(index);
    }

    /** Whether its handler runs. Any thread. */
    boolean hasBegun() {
        return isRun(begun());
    }

    private static boolean isRun(long begun) {
        return begun != NOT_BEGUN && begun != SETTLING;
    }

    /** Whether it is revoked and not yet being settled; also when it has only just begun: see {@link Withdrawals}. */
    boolean isToStop() {
        ConsumerRecord<byte[], byte[]> held = record;
        return held != null && begun() != SETTLING && pipeline.withdrawals().areRevoked(held);
    }

    /** Whether it is not to be run again. Any thread. */
    boolean isWithdrawn() {
        ConsumerRecord<byte[], byte[]> held = record;
        return held != null && pipeline.withdrawals().cover(held);
    }

    /** Somebody wants to know what comes out of it. */
    void askedFor() {
        asked = true;
    }

    /** Whether somebody wants to know what comes out of it; known while it runs. */
    boolean isAsked() {
        return asked;
    }

    /** When the run that goes on began, in nanoTime; meaningless while it does not run. Any thread. */
    long begun() {
        return (long) BEGUN.getOpaque(this);
    }

    ConsumerRecord<byte[], byte[]> record() {
        ConsumerRecord<byte[], byte[]> held = record;
        if (held == null) {
            throw new IllegalStateException("the attempt at offset " + batch.offset(index) + " has ended");
        }
        return held;
    }

    Epoch epoch() {
        return epoch;
    }

    long lane() {
        return lane;
    }

    int number() {
        return before + number;
    }

    /** What is to be said of it while it runs; empty when it ended meanwhile. Any thread. */
    Optional<QueueStatus.RunningAttempt> running(WorkerView worker, long nanoTime) {
        ConsumerRecord<byte[], byte[]> held = record;
        long from = begun();
        if (held == null || !isRun(from)) {
            return Optional.empty();
        }
        var since = Duration.ofNanos(nanoTime - from);
        return Optional.of(new QueueStatus.RunningAttempt(
                AttemptContext.id(held),
                pipeline.type(held),
                number(),
                isToStop(),
                toString(),
                worker.name(),
                since,
                since.compareTo(LONG) > 0 ? worker.stack() : Optional.empty()));
    }

    /** For people: where the task lies. */
    @Override
    public String toString() {
        return epoch.partition() + "-" + batch.offset(index);
    }

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Attempt.class, name, type);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
