package io.trireme.pool;

import io.trireme.RunnerKind;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Calls of a local pool whose function does next to nothing: what a call costs whoever makes it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LocalPoolBenchmark {
    private static final int ITEMS = 100_000;
    private static final int CHUNK = 64;

    @Param({"VIRTUAL", "PLATFORM"})
    private RunnerKind runner;

    private LocalPool<Integer, Integer> pool;

    @Setup
    public void open() {
        int processors = Runtime.getRuntime().availableProcessors();
        pool = LocalPool.<Integer, Integer>calling(number -> number + 1)
                .on(runner)
                .processes(processors)
                .open();
    }

    @TearDown
    public void close() {
        pool.close();
    }

    /** One call after another, from a platform thread. */
    @Benchmark
    public int apply() throws InterruptedException {
        return pool.apply(4711);
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public int imapOneByOne() {
        return imap(1);
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public int imapInChunks() {
        return imap(CHUNK);
    }

    private int imap(int chunkSize) {
        return pool.imap(IntStream.range(0, ITEMS).boxed()::iterator, chunkSize)
                .mapToInt(Integer::intValue)
                .sum();
    }
}
