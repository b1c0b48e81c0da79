package io.trireme.bench;

import io.trireme.bench.measure.Tasks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What any engine can do at most with given keys: a simulation of the run without overhead, with the same tasks and the
 * same clock, from the end of the warm-up to the last task, when the busiest keys are the only ones left. Tasks are taken
 * in as long as fewer than {@code max-in-flight} are unsettled; those of a key run one after another; at most {@code
 * concurrency} run at once; each takes just as long as it waits.
 */
final class KeysAllow {
    private final int keys;
    private final int concurrency;
    private final int tasks;
    private final List<ArrayDeque<Long>> waiting = new ArrayList<>(); // by key, behind the one that is ready or runs
    private final boolean[] busy;
    private final ArrayDeque<Integer> ready = new ArrayDeque<>(); // keys whose first task may run
    private final ArrayDeque<Long> ends = new ArrayDeque<>(); // of running tasks, in units of a task's length
    private final ArrayDeque<Integer> running = new ArrayDeque<>(); // their keys; all take equally long
    private long number;

    private KeysAllow(int keys, Row row) {
        this.keys = keys;
        this.concurrency = row.concurrency();
        this.tasks = row.tasks();
        this.busy = new boolean[keys];
        for (int i = 0; i < keys; i++) {
            waiting.add(new ArrayDeque<>());
        }
    }

    /** Tasks a second; empty where nothing but the machine is a bound. */
    static OptionalDouble rate(Cell cell, Row row) {
        if (cell.millis() == 0) {
            return OptionalDouble.empty();
        }
        double running = row.ordering().equals("by-key")
                ? new KeysAllow(cell.keys(), row).running(row.inFlight(), row.warmUp())
                : Math.min(row.concurrency(), row.inFlight());
        return OptionalDouble.of(running * 1000 / cell.millis());
    }

    /** How many run at once, on the average of what is measured. */
    private double running(int inFlight, int warmUp) {
        for (int i = 0; i < inFlight; i++) {
            takeIn();
        }
        startReady(0);
        long measuredFrom = 0;
        long now = 0;
        for (int ended = 1; ended <= tasks; ended++) {
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
            measuredFrom = ended == warmUp ? now : measuredFrom;
        }
        return (tasks - warmUp) / (double) (now - measuredFrom);
    }

    private void takeIn() {
        if (number == tasks) {
            return;
        }
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
