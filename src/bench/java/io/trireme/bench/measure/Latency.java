package io.trireme.bench.measure;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** Takes down how long each task was on its way: its number is when it was sent, in {@link System#nanoTime()}. */
public final class Latency implements Work {
    private final Setup setup;
    private final long[] nanos;
    private final CountDownLatch all = new CountDownLatch(1);
    private int seen; // guarded by this

    public Latency(Setup setup) {
        this.setup = setup;
        this.nanos = new long[setup.tasks()];
    }

    @Override
    public synchronized void handle(byte[] payload) { // tasks come 5 ms apart
        nanos[seen++] = System.nanoTime() - Jobs.parse(payload).number();
        if (seen == nanos.length) {
            all.countDown();
        }
    }

    @Override
    public Result await() throws InterruptedException {
        all.await();
        long[] counted = Arrays.copyOfRange(nanos, setup.warmUp(), nanos.length);
        Arrays.sort(counted);
        return new Result(
                counted[counted.length / 2] / 1e6,
                counted[counted.length * 99 / 100] / 1e6,
                0,
                Usage.now().peakMegabytes());
    }
}
