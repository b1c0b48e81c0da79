package io.trireme.bench;

import java.util.ArrayList;
import java.util.List;

/** What is measured: the cells and their rows. */
final class Grid {
    private static final int KEYS = 10_000;
    private static final int FEW_KEYS = 100;
    private static final int PARTITIONS = 8;

    /** Tasks held, and so virtual threads at most. */
    private static final int HELD = 10_000;

    private static final int HELD_MANY = 50_000;
    private static final int THREADS = 200;

    /** Virtual threads of SmallRye's, as it comes. */
    private static final int SMALLRYE = 1_024;

    static final String LATENCY = "latency";
    private static final int LATENCY_TASKS = 2_400;

    private final int million;

    /** @param million how many tasks stand for a million; fewer measure less exactly */
    Grid(int million) {
        this.million = million;
    }

    /** How many tasks a second. */
    List<Cell> throughput() {
        return List.of(
                new Cell("0ms", PARTITIONS, KEYS, 0, with(noWork(), rivals(3.5, 3.5, 3.5))),
                new Cell("0ms-1p", 1, KEYS, 0, noWork()),
                new Cell(
                        "1ms",
                        PARTITIONS,
                        KEYS,
                        1,
                        with(waiting(HELD, 1.5, "unordered", "by-key"), rivals(0.3, 0.3, 0))),
                new Cell(
                        "10ms",
                        PARTITIONS,
                        KEYS,
                        10,
                        with(
                                with(waiting(HELD, 1.5, "unordered", "by-key"), platform("unordered", 0.12)),
                                rivals(0.12, 0.2, 0))),
                new Cell(
                        "100ms",
                        PARTITIONS,
                        KEYS,
                        100,
                        with(
                                with(waiting(HELD, 1, "unordered", "by-key"), platform("by-key", 0.015)),
                                rivals(0.015, 0.06, 0))),
                new Cell("100ms-50k", PARTITIONS, KEYS, 100, waiting(HELD_MANY, 1.5, "unordered")),
                new Cell(
                        "100keys",
                        PARTITIONS,
                        FEW_KEYS,
                        1,
                        with(waiting(HELD, 0.6, "by-key"), platform("by-key", 0.6))));
    }

    /** How long a task is on its way when there is little to do. */
    Cell latency() {
        return new Cell(
                LATENCY,
                PARTITIONS,
                KEYS,
                0,
                List.of(
                        new Row("bare", "none", 1, HELD, LATENCY_TASKS),
                        new Row("platform", "by-key", THREADS, HELD, LATENCY_TASKS),
                        new Row("virtual", "by-key", HELD, HELD, LATENCY_TASKS),
                        new Row("parallel-consumer", "by-key", THREADS, HELD, LATENCY_TASKS),
                        new Row("smallrye", "virtual", SMALLRYE, SMALLRYE, LATENCY_TASKS)));
    }

    private List<Row> noWork() {
        var rows = new ArrayList<Row>();
        rows.add(new Row("bare", "none", 1, HELD, count(3.5)));
        rows.add(new Row("unsafe", "none", HELD, HELD, count(3.5)));
        for (String ordering : List.of("unordered", "by-key", "by-partition")) {
            rows.add(new Row("platform", ordering, THREADS, HELD, count(3.5)));
            rows.add(new Row("virtual", ordering, HELD, HELD, count(3.5)));
        }
        for (String ordering : List.of("unordered", "by-key")) {
            rows.add(new Row("event-loop", ordering, HELD, HELD, count(3.5)));
        }
        return rows;
    }

    private List<Row> waiting(int held, double millions, String... orderings) {
        var rows = new ArrayList<Row>();
        rows.add(new Row("unsafe", "none", held, held, count(millions)));
        for (String ordering : orderings) {
            rows.add(new Row("virtual", ordering, held, held, count(millions)));
        }
        return rows;
    }

    private List<Row> platform(String ordering, double millions) {
        return List.of(new Row("platform", ordering, THREADS, HELD, count(millions)));
    }

    /** Millions of tasks for each; 0: it has no row. */
    private List<Row> rivals(double parallelConsumer, double smallRye, double eventLoop) {
        var rows = new ArrayList<Row>();
        for (String ordering : List.of("unordered", "by-key")) {
            rows.add(new Row("parallel-consumer", ordering, THREADS, HELD, count(parallelConsumer)));
        }
        rows.add(new Row("smallrye", "event-loop", 1, SMALLRYE, count(eventLoop)));
        for (String ordering : List.of("virtual", "by-key")) {
            rows.add(new Row("smallrye", ordering, SMALLRYE, SMALLRYE, count(smallRye)));
        }
        rows.removeIf(row -> row.tasks() == 0);
        return rows;
    }

    private static List<Row> with(List<Row> some, List<Row> more) {
        var rows = new ArrayList<>(some);
        rows.addAll(more);
        return rows;
    }

    private int count(double millions) {
        return (int) (millions * million);
    }
}
