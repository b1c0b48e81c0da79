package io.trireme.guarantee;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * All that happened in a run of several processes: what was published, who ran what and when, and what was done to them.
 *
 * @param byKey the runs of each key, in the order in which they began
 * @param losses where a process learned that its partitions were another's, although nothing had befallen it
 * @param stalls when the machine stood
 */
record History(
        Receipts published,
        Map<String, List<Run>> byKey,
        List<Incident> incidents,
        List<Incident> losses,
        Stalls stalls) {
    /**
     * A task that begins while the loss of its partition becomes known is interrupted at once: the worker shows what it
     * runs before it looks whether it may.
     */
    static final long CAUGHT = 100_000_000;

    static History of(Receipts published, List<WorkerProcess> workers, List<Incident> befellAll, Stalls stalls)
            throws IOException {
        var byKey = new HashMap<String, List<Run>>();
        var incidents = new ArrayList<>(befellAll);
        var losses = new ArrayList<Incident>();
        for (WorkerProcess worker : workers) {
            incidents.addAll(worker.incidents());
            List<Journal.Line> lines = worker.lines();
            losses.addAll(losses(worker, lines, befellAll));
            for (Run run : runs(worker, lines)) {
                byKey.computeIfAbsent(run.key(), key -> new ArrayList<>()).add(run);
            }
        }
        byKey.values().forEach(runs -> runs.sort(Comparator.comparingLong(Run::begun)));
        return new History(published, byKey, incidents, losses, stalls);
    }

    private static List<Incident> losses(WorkerProcess worker, List<Journal.Line> lines, List<Incident> befellAll) {
        return lines.stream()
                .filter(line -> line.what() == Journal.What.LOST)
                .map(line -> new Incident(worker.number(), line.nanoTime(), line.nanoTime()))
                .filter(loss -> Stream.concat(worker.incidents().stream(), befellAll.stream())
                        .noneMatch(incident -> incident.from() <= loss.from() && loss.until() <= incident.until()))
                .toList();
    }

    /** A task that a process never ended was running until the process died. */
    private static List<Run> runs(WorkerProcess worker, List<Journal.Line> lines) {
        var runs = new ArrayList<Run>();
        var open = new HashMap<Place, Journal.Line>();
        for (Journal.Line line : lines) {
            switch (line.what()) {
                case LOST -> {}
                case STARTED -> {
                    if (open.put(line.place(), line) != null) {
                        throw new AssertionError(worker + " ran a task twice at once: " + line);
                    }
                }
                case ENDED -> runs.add(run(worker, open.remove(line.place()), line.nanoTime(), Run.End.FINISHED));
                case FAILED -> runs.add(run(worker, open.remove(line.place()), line.nanoTime(), Run.End.FAILED));
                case BROKEN_OFF ->
                    runs.add(run(worker, open.remove(line.place()), line.nanoTime(), Run.End.BROKEN_OFF));
            }
        }
        open.values().forEach(line -> runs.add(run(worker, line, worker.died(), Run.End.CUT)));
        return runs;
    }

    private static Run run(WorkerProcess worker, Journal.Line begun, long ended, Run.End end) {
        var run = new Run(worker.number(), begun.place(), begun.nanoTime(), ended, end, false);
        boolean stale = end != Run.End.CUT
                && worker.incidents().stream()
                        .anyMatch(freeze -> ended > freeze.from()
                                && (run.begun() < freeze.until()
                                        || end == Run.End.BROKEN_OFF && run.begun() < freeze.until() + CAUGHT));
        return stale ? run.asStale() : run;
    }

    /** Whether the incident cut the run short, or came at most so many nanoseconds after it in which the machine did not stand. */
    boolean excuses(Incident incident, Run run, long window) {
        return incident.excuses(run, window + stalls.within(incident.from() - window, incident.from()));
    }

    /** The same without these tasks, by their offsets. */
    History without(IntPredicate offsets) {
        var rest = new HashMap<String, List<Run>>();
        byKey.forEach((key, runs) -> rest.put(
                key,
                runs.stream().filter(run -> !offsets.test((int) run.offset())).toList()));
        return new History(published, rest, incidents, losses, stalls);
    }

    /** The runs of each partition, in the order in which they began; stale ones left out. */
    Map<Integer, List<Run>> byPartition() {
        var byPartition = new HashMap<Integer, List<Run>>();
        byKey.values().forEach(runs -> runs.stream().filter(run -> !run.stale()).forEach(run -> byPartition
                .computeIfAbsent(run.partition(), partition -> new ArrayList<>())
                .add(run)));
        byPartition.values().forEach(runs -> runs.sort(Comparator.comparingLong(Run::begun)));
        return byPartition;
    }
}
