package io.trireme.bench;

import io.trireme.bench.measure.Result;
import java.util.List;

/**
 * Trireme beside bare loops and rivals, end to end.
 *
 * <p>Run: {@code make bench}. The broker has a JVM of its own, and so has each run of each engine; all work on the same
 * topics and call the same handler, which parses its JSON and waits. Each round runs every engine once, so that ratios are
 * of one round; what is printed is the median of the rounds, and of ratios the least and the most too. Two fifths of a
 * run warm up. Every run checks the sum of the numbers it parsed, and where order is promised the order within each key.
 *
 * <p>Options: {@code --rounds N}; {@code --cells A+B} and {@code --engines A+B} for some only; {@code --million N}: tasks
 * that stand for a million; {@code --profiles FOLDER}: a flight recording of each engine's last run; {@code --quick};
 * {@code --micro}: not the engines, but single parts of Trireme's, by JMH.
 */
public final class Bench {
    private static final int MILLION = 1_000_000;
    private static final int ROUNDS = 3;
    private static final int QUICK_MILLION = 200_000;

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Logging.warningsOnly();
        var options = new Options(List.of(arguments));
        if (options.has("--micro")) {
            Micro.run();
            return;
        }
        boolean quick = options.has("--quick");
        int rounds = options.number("--rounds", quick ? 1 : ROUNDS);
        var grid = new Grid(options.number("--million", quick ? QUICK_MILLION : MILLION));
        try (var broker = BrokerProcess.start()) {
            var throughput = new ThroughputRun(broker, options.word("--profiles"));
            for (Cell cell : chosen(grid.throughput(), options)) {
                System.out.print(measure(cell, rounds, throughput).markdown());
            }
            for (Cell cell : chosen(List.of(grid.latency()), options)) {
                System.out.print(measure(cell, rounds, new LatencyRun(broker)).latencies());
            }
        }
        System.out.printf(
                "%n%s; `make bench%s`%n",
                Machine.describe(), arguments.length == 0 ? "" : " ARGS=\"" + String.join(" ", arguments) + "\"");
    }

    private static List<Cell> chosen(List<Cell> all, Options options) {
        List<String> cells = options.list("--cells");
        List<String> engines = options.list("--engines");
        return all.stream()
                .filter(cell -> cells.isEmpty() || cells.contains(cell.name()))
                .map(cell -> cell.only(
                        row -> engines.isEmpty() || engines.contains(row.engine()) || engines.contains(row.name())))
                .toList();
    }

    private static Sheet measure(Cell cell, int rounds, Run run) throws Exception {
        var sheet = new Sheet(cell);
        for (int round = 1; round <= rounds; round++) {
            for (Row row : cell.rows()) {
                Result result = run.of(cell, row);
                sheet.add(row, result);
                System.err.printf("%s, round %d: %s %s%n", cell.name(), round, row.name(), run.words(result));
            }
        }
        return sheet;
    }
}
