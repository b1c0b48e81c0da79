package io.trireme.consume;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The books of a task: fetched in a batch, finished, counted a few times while the batch is worked on. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WatermarkBenchmark {
    private static final int BATCH = 500;
    private static final int FINISHED_PER_COUNT = 50;

    /** In which order the tasks of a batch finish. */
    @Param({"rising", "random"})
    public String order;

    private final OffsetWatermark watermark = new OffsetWatermark();
    private final int[] indexes = new int[BATCH];
    private long position;

    @Setup
    public void shuffle() {
        var random = new Random(4711);
        for (int i = 0; i < BATCH; i++) {
            int from = order.equals("random") ? random.nextInt(i + 1) : i; // Fisher and Yates, inside out
            indexes[i] = indexes[from];
            indexes[from] = i;
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long settle() {
        var offsets = new long[BATCH];
        for (int i = 0; i < BATCH; i++) {
            offsets[i] = position++;
        }
        var batch = new Batch(offsets, 0);
        watermark.fetched(batch);
        for (int i = 0; i < BATCH; i++) {
            batch.finish(indexes[i]);
            if ((i + 1) % FINISHED_PER_COUNT == 0) {
                watermark.countSettled();
            }
        }
        long committable = watermark.committable().orElseThrow();
        if (committable != position) {
            throw new IllegalStateException(committable + " is to be committed instead of " + position);
        }
        return committable;
    }
}
