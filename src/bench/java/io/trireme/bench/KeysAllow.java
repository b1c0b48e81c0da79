package io.trireme.bench;

import io.trireme.bench.measure.Tasks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What any engine can do at most with given keys: a simulation without overhead. Tasks are taken in as long as fewer than
 * {@code inFlight} are unsettled; those of a key run one after another; at most {@code concurrency} run at once; each
 * takes just as long as it waits.
 */
final class KeysAllow {
    private static final int TASKS_PER_SLOT = 40; // until the queues of the busy keys have grown as they stay

    private final int keys;
    private final int concurrency;
    private final List<ArrayDeque<Long>> waiting = new ArrayList<>(); // by key, behind the one that is ready or runs
    private final boolean[] busy;
    private final ArrayDeque<Integer> ready = new ArrayDeque<>(); // keys whose first task may run
    private final ArrayDeque<Long> ends = new ArrayDeque<>(); // of running tasks, in units of a task's length
    private final ArrayDeque<Integer> running = new ArrayDeque<>(); // their keys; all take equally long
    private long number;

    private KeysAllow(int keys, int concurrency) {
        this.keys = keys;
        this.concurrency = concurrency;
        this.busy = new boolean[keys];
        for (int i = 0; i < keys; i++) {
            waiting.add(new ArrayDeque<>());
        }
    }

    /** Tasks a second; empty where nothing but the machine is a bound. */
    static OptionalDouble rate(String ordering, int keys, int concurrency, int inFlight, long millis) {
        if (millis == 0) {
            return OptionalDouble.empty();
        }
        double running = ordering.equals("by-key")
                ? new KeysAllow(keys, concurrency).running(inFlight)
                : Math.min(concurrency, inFlight);
        return OptionalDouble.of(running * 1000 / millis);
    }

    /** How many run at once, on the average of the second half. */
    private double running(int inFlight) {
        long tasks = (long) inFlight * TASKS_PER_SLOT;
        for (int i = 0; i < inFlight; i++) {
            takeIn();
        }
        startReady(0);
        long half = 0;
        long now = 0;
        for (long ended = 0; ended < tasks; ended++) {
            now = ends.remove();
            int key = running.remove();
            if (waiting.get(key).isEmpty()) {
                busy[key] = false;
            } else {
                waiting.get(key).remove();
                ready.add(key);
            }
            takeIn();
            startReady(now);
            half = ended == tasks / 2 ? now : half;
        }
        return (tasks - tasks / 2) / (double) (now - half);
    }

    private void takeIn() {
        int key = Tasks.key(number++, keys);
        if (busy[key]) {
            waiting.get(key).add(number);
        } else {
            busy[key] = true;
            ready.add(key);
        }
    }

    private void startReady(long now) {
        while (running.size() < concurrency && !ready.isEmpty()) {
            running.add(ready.remove());
            ends.add(now + 1);
        }
    }
}
