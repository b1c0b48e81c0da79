package io.trireme.bench;

import io.trireme.Ordering;
import io.trireme.RunnerKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tasks a second through the engine, beside a bare loop over the same topic in the same round.
 *
 * <p>Run: {@code make bench ARGS="--tasks 2000000 --rounds 3"}. The broker has a JVM of its own. Each round runs the bare
 * loop and then each engine row, every one in a new consumer group of this JVM; the handler parses its JSON; the clock
 * runs from the first to the last task. The first round warms up and is not counted. Every run checks the sum of the
 * numbers that it parsed, and by key their order.
 */
public final class Throughput {
    private static final int PARTITIONS = 8;
    private static final int KEYS = 10_000;

    private Throughput() {}

    /** One way to work on the topic. */
    private record Row(String name, Engine engine) {}

    /** What works on the topic until it has seen all tasks. */
    @FunctionalInterface
    interface Engine {
        /** Returns the seconds from the first to the last task. */
        double seconds(Fixture fixture) throws Exception;
    }

    /** @param arguments {@code --tasks N} and {@code --rounds N} */
    public static void main(String[] arguments) throws Exception {
        int tasks = option(arguments, "--tasks", 1_000_000);
        int rounds = option(arguments, "--rounds", 3);
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("bare loop", BareLoop::run));
        for (RunnerKind runner : RunnerKind.values()) {
            for (Ordering ordering : Ordering.values()) {
                rows.add(new Row(
                        (runner + ", " + ordering).toLowerCase(java.util.Locale.ROOT),
                        fixture -> TriremeRun.run(fixture, runner, ordering)));
            }
        }
        try (var fixture = Fixture.publish(tasks, PARTITIONS, KEYS)) {
            measure(fixture, rows, rounds);
        }
        System.out.printf(
                "%nJDK %s, %d processors, %d tasks of 80 bytes, %d partitions, %d keys, 0 ms of work beside the parse; "
                        + "`make bench ARGS=\"--tasks %d --rounds %d\"`%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), tasks, PARTITIONS, KEYS, tasks, rounds);
        System.exit(0); // the clients' threads have nothing more to do
    }

    private static void measure(Fixture fixture, List<Row> rows, int rounds) throws Exception {
        var rates = new double[rows.size()][rounds];
        var ratios = new double[rows.size()][rounds];
        for (int round = -1; round < rounds; round++) {
            double bare = 0;
            for (int i = 0; i < rows.size(); i++) {
                double rate = fixture.tasks() / rows.get(i).engine().seconds(fixture);
                bare = i == 0 ? rate : bare;
                System.err.printf(
                        "round %d: %s %,.0f/s, %.2f%n", round + 1, rows.get(i).name(), rate, rate / bare);
                if (round >= 0) {
                    rates[i][round] = rate;
                    ratios[i][round] = rate / bare;
                }
            }
        }
        System.out.println("| engine | tasks/s, median | ratio to the bare loop of the round: median, least, most |");
        System.out.println("|---|---|---|");
        for (int i = 0; i < rows.size(); i++) {
            Arrays.sort(rates[i]);
            Arrays.sort(ratios[i]);
            System.out.printf(
                    "| %s | %,.0f | %.2f, %.2f, %.2f |%n",
                    rows.get(i).name(),
                    rates[i][rounds / 2],
                    ratios[i][rounds / 2],
                    ratios[i][0],
                    ratios[i][rounds - 1]);
        }
    }

    private static int option(String[] arguments, String name, int otherwise) {
        int at = List.of(arguments).indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(arguments[at + 1]);
    }
}
