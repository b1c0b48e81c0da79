package io.trireme.consume;

import io.trireme.run.Runner;
import io.trireme.run.Work;
import io.trireme.run.WorkerView;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Predicate;

/** Runs what was offered on the thread that signals, so that what is measured is all but the threads. */
final class DirectRunner implements Runner {
    private final ArrayDeque<Work> offered = new ArrayDeque<>();

    @Override
    public boolean offer(Work work) {
        return offered.add(work);
    }

    @Override
    public boolean offerAll(Work[] works) {
        return offered.addAll(List.of(works));
    }

    @Override
    public void signal() {
        for (Work work = offered.poll(); work != null; work = offered.poll()) {
            while (work != Work.NONE) {
                work = work.run();
            }
        }
    }

    @Override
    public boolean hasReady() {
        return !offered.isEmpty();
    }

    @Override
    public boolean isCrowded() {
        return false;
    }

    @Override
    public long wakes() {
        return 0;
    }

    @Override
    public boolean runs(Predicate<Work> which) {
        return false;
    }

    @Override
    public int interrupt(Predicate<Work> which) {
        return 0;
    }

    @Override
    public List<WorkerView> workers(int limit) {
        return List.of();
    }

    @Override
    public int busy() {
        return 0;
    }

    @Override
    public void limit(int concurrency) {}

    @Override
    public int limit() {
        return 1;
    }

    @Override
    public void close() {}
}
