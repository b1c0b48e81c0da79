package io.trireme.bench.measure;

import java.util.concurrent.atomic.LongAdder;

/**
 * Parses each task, waits as long as told, and keeps the books of a run: the clock from the last task of the warm-up to the
 * last of all, what the process used meanwhile, the sum of the numbers, and the order within each key.
 */
public final class Throughput implements Work {
    private final Setup setup;
    private final long wanted;
    private final LongAdder count = new LongAdder();
    private final LongAdder sum = new LongAdder();
    private final long[] last; // by key the highest number seen; an engine that keeps order writes it one at a time
    private volatile boolean disorder; // set by any handler

    public Throughput(Setup setup) {
        this.setup = setup;
        this.wanted = (long) setup.tasks() * (setup.tasks() - 1) / 2;
        this.last = new long[setup.keys()];
    }

    @Override
    public void handle(byte[] payload) throws InterruptedException {
        Tasks.Job job = Jobs.parse(payload);
        int key = Tasks.key(job.number(), setup.keys());
        if (last[key] > job.number()) {
            disorder = true;
        }
        last[key] = job.number();
        if (setup.millis() > 0) {
            Thread.sleep(setup.millis());
        }
        sum.add(job.number());
        count.increment();
    }

    @Override
    public Result await() throws InterruptedException {
        long counted = awaitCount(setup.warmUp());
        Usage before = Usage.now();
        long all = awaitCount(setup.tasks());
        Usage after = Usage.now();
        if (all != setup.tasks() || sum.sum() != wanted) {
            throw new IllegalStateException(all + " tasks came to the sum " + sum.sum() + " instead of " + setup.tasks()
                    + " to " + wanted + ": tasks were lost or done twice");
        }
        if (setup.ordered() && disorder) {
            throw new IllegalStateException("tasks of one key ran out of order");
        }
        double seconds = (after.nanoTime() - before.nanoTime()) / 1e9;
        double measured = all - counted;
        return new Result(
                measured / seconds,
                (after.allocated() - before.allocated()) / measured,
                (after.cpuNanos() - before.cpuNanos()) / 1e3 / measured,
                after.peakMegabytes());
    }

    private long awaitCount(long atLeast) throws InterruptedException {
        while (true) {
            long now = count.sum();
            if (now >= atLeast) {
                return now;
            }
            Thread.sleep(1);
        }
    }
}
