package io.trireme.consume;

import io.trireme.run.Runner;
import io.trireme.run.Work;
import io.trireme.run.WorkerView;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A runner that runs nothing and keeps what it was offered. */
final class OfferedWork implements Runner {
    private final List<Work> offered = new CopyOnWriteArrayList<>(); // by any thread
    private boolean crowded;
    private int busy;

    void crowded(boolean now) {
        crowded = now;
    }

    void busy(int now) {
        busy = now;
    }

    List<Work> offered() {
        return offered;
    }

    @Override
    public boolean offer(Work work) {
        return offered.add(work);
    }

    @Override
    public boolean offerAll(Work[] works) {
        return offered.addAll(List.of(works));
    }

    @Override
    public void signal() {}

    @Override
    public boolean hasReady() {
        return !offered.isEmpty();
    }

    @Override
    public boolean isCrowded() {
        return crowded;
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
        return busy;
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
