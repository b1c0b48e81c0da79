package io.trireme.consume;

import io.trireme.Outcome;
import io.trireme.retry.RetryPolicy;
import io.trireme.run.Work;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way through this process: from the dispatcher, through as many attempts as it needs, to its settlement;
 * and its place in its lane ({@link LaneLink}).
 *
 * <p>Threading: made and appended by the poll thread; run by one worker at a time, the hand-over between two of them
 * going through the ready queue or the timer.
 */
final class Attempt extends LaneLink implements Work {
    /** The lane of a task that runs beside all others. */
    static final long NO_LANE = 0;

    /** A worker shows what it runs a moment before it runs it. */
    private static final long NOT_BEGUN = Long.MIN_VALUE;

    /** The handler has returned; what follows is the settlement. */
    private static final long SETTLING = NOT_BEGUN + 1;

    /** What {@link #runsFor} says of one whose handler does not run. */
    static final long RUNS_NOT = -1;

    private static final VarHandle BEGUN = begunField();

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
    private long called; // when the last attempt began, in nanoTime; by the worker that runs it
    private boolean reached; // its handler, on the try that is under way; by the worker that runs it
    private volatile boolean interrupted; // the try that is under way; set by who interrupts
    private @Nullable SoloRun solo; // the poll thread's, before it hands a suspect to the runner

    /** When the handler was called, in nanoTime; opaque, since every task pays for it and a late reader looks again. */
    @SuppressWarnings("FieldMayBeFinal") // through BEGUN
    private long begun = NOT_BEGUN;

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

    @Override
    public Work run() {
        if (pipeline.settlement().parking().admission().keeps(this)) {
            return NONE;
        }
        try {
            return admitted();
        } catch (Throwable broken) { // no handler's, but the engine's: worker and lane must survive that too
            return pipeline.settlement().broke(this, broken);
        }
    }

    private Work admitted() {
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
        called = System.nanoTime();
        BEGUN.setOpaque(this, called);
        Outcome outcome = pipeline.attempt(this);
        BEGUN.setOpaque(this, SETTLING); // the time limit is the handler's, not the settlement's
        Thread.interrupted(); // so is a flag that it left behind: a settlement may have to wait for room
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
        Attempt follower = nextOrEnd();
        return follower == null ? NONE : follower;
    }

    /** The task came back by the schedule after so many attempts. */
    void cameBackAfter(int attempts) {
        before = attempts;
    }

    /** An attempt failed and another one is to follow, here. */
    void failed(Instant now) {
        epoch.tries(offset(), epoch.tries(offset()).withFailure(now));
        number++;
        endTry();
    }

    /** The attempt is to be made again after this pause, here. */
    void snoozed(Duration pause) {
        epoch.tries(offset(), epoch.tries(offset()).withSnooze(pause));
        endTry();
    }

    /**
     * Another one is to follow, and what interrupted this one is not meant for that. An interrupt that comes between the two is of an
     * epoch that closes or of a task that is revoked: neither lets another one reach its handler.
     */
    private void endTry() {
        reached = false;
        interrupted = false;
        BEGUN.setOpaque(this, NOT_BEGUN);
    }

    /** What became of it so far. */
    Tries tries() {
        return Tries.broughtBy(record(), before).and(epoch.tries(offset()));
    }

    /** How often and when it is tried again. */
    RetryPolicy retries() {
        return pipeline.retries(record());
    }

    long offset() {
        return batch.offset(index);
    }

    /** For how many nanoseconds its handler has run; {@link #RUNS_NOT} while it does not. Any thread. */
    long runsFor(long nanoTime) {
        long begun = begun(); // read once: it may end, and begin again, meanwhile
        return begun == NOT_BEGUN || begun == SETTLING ? RUNS_NOT : Math.max(0, nanoTime - begun);
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

    /** For how long the last attempt ran, which ended just now. By the worker that ran it. */
    Duration ran(long nanoTime) {
        return Duration.ofNanos(Math.max(1, nanoTime - called));
    }

    /** When the run that goes on began, in nanoTime; meaningless while it does not run. Any thread. */
    long begun() {
        return (long) BEGUN.getOpaque(this);
    }

    /** Its record, or null once it has ended. Any thread. */
    @Nullable
    ConsumerRecord<byte[], byte[]> held() {
        return record;
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

    /** The try that is under way comes to its handler. */
    void reachesHandler() {
        reached = true;
    }

    /** How many attempts were made, the one under way among them if it came to its handler. */
    int made() {
        return reached ? number() : number() - 1;
    }

    @Override
    public void interrupting() {
        interrupted = true;
    }

    /** Whether the try that is under way was interrupted, also when its handler has swallowed that. */
    boolean isInterrupted() {
        return interrupted;
    }

    /** The type of the task in {@code held}, which is its record. */
    String type(ConsumerRecord<byte[], byte[]> held) {
        return pipeline.type(held);
    }

    /** For people: where the task lies. */
    @Override
    public String toString() {
        return epoch.partition() + "-" + batch.offset(index);
    }

    private static VarHandle begunField() {
        try {
            return MethodHandles.lookup().findVarHandle(Attempt.class, "begun", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
