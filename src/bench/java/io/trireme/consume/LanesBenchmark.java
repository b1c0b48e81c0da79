package io.trireme.consume;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Finds the lane of a task among those of 10,000 keys, and makes the task that goes into it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LanesBenchmark {
    private static final int KEYS = 10_000;

    private final Lanes lanes = new Lanes(4711);
    private final byte[][] keys = new byte[KEYS][];
    private final Attempt[] heads = new Attempt[KEYS];
    private final Batch batch = new Batch(new long[] {0}, 0);
    private final Epoch epoch =
            new Epoch(new TopicPartition("q", 0), 1, CompletedAhead.none(), new Room(10, 1_000).share());

    public LanesBenchmark() {
        for (int i = 0; i < KEYS; i++) {
            keys[i] = ("key-" + i).getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Each lane gets two tasks, the second while the first one runs, and ends. */
    @Benchmark
    @OperationsPerInvocation(2 * KEYS)
    public int behindAnother() {
        for (int i = 0; i < KEYS; i++) {
            heads[i] = attempt(keys[i]);
            lanes.append(heads[i]);
        }
        int followers = 0;
        for (byte[] key : keys) {
            followers += lanes.append(attempt(key)) ? 0 : 1;
        }
        for (Attempt head : heads) {
            ((Attempt) head.follower()).follower();
        }
        return followers;
    }

    /** Each lane has ended: it begins anew, and ends. */
    @Benchmark
    @OperationsPerInvocation(KEYS)
    public int inEndedLane() {
        int heads = 0;
        for (byte[] key : keys) {
            Attempt attempt = attempt(key);
            heads += lanes.append(attempt) ? 1 : 0;
            attempt.follower();
        }
        return heads;
    }

    private Attempt attempt(byte[] key) {
        return new Attempt(null, null, epoch, batch, 0, lanes.ofKey(key), 1, 1);
    }
}
