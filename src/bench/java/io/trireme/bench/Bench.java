package io.trireme.bench;

import io.trireme.bench.measure.Result;
import io.trireme.bench.measure.Setup;
import java.util.List;
import java.util.Optional;

/**
 * Trireme beside bare loops and rivals, end to end.
 *
 * <p>Run: {@code make bench}. The broker has a JVM of its own, and so has each run of each engine; all work on the same
 * topics and call the same handler, which parses its JSON and waits. Each round runs every engine once, so that ratios are
 * of one round; what is printed is the median of the rounds, and of ratios the least and the most too. Two fifths of a
 * run warm up. Every run checks the sum of the numbers it parsed, and where order is promised the order within each key.
 *
 * <p>Options: {@code --rounds N}; {@code --cells A;B} and {@code --engines A;B} for some only; {@code --million N}: tasks
 * that stand for a million; {@code --profiles FOLDER}: a flight recording of each engine's last run; {@code --quick}.
 */
public final class Bench {
    private static final int MILLION = 1_000_000;
    private static final int ROUNDS = 3;
    private static final int QUICK_MILLION = 200_000;

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        var options = new Options(List.of(arguments));
        boolean quick = options.has("--quick");
        int rounds = options.number("--rounds", quick ? 1 : ROUNDS);
        List<String> engines = options.list("--engines");
        List<String> cells = options.list("--cells");
        try (var broker = BrokerProcess.start()) {
            for (Cell cell : new Grid(options.number("--million", quick ? QUICK_MILLION : MILLION)).cells()) {
                if (!cells.isEmpty() && !cells.contains(cell.name())) {
                    continue;
                }
                var rows = cell.rows().stream()
                        .filter(row ->
                                engines.isEmpty() || engines.contains(row.engine()) || engines.contains(row.name()))
                        .toList();
                var chosen = new Cell(cell.name(), cell.partitions(), cell.keys(), cell.millis(), rows);
                Sheet sheet = measure(broker, chosen, rounds, options.word("--profiles"));
                System.out.print(sheet.markdown());
            }
        }
        System.out.printf(
                "%n%s; `make bench%s`%n",
                Machine.describe(), arguments.length == 0 ? "" : " ARGS=\"" + String.join(" ", arguments) + "\"");
    }

    private static Sheet measure(BrokerProcess broker, Cell cell, int rounds, Optional<String> profiles)
            throws Exception {
        var sheet = new Sheet(cell);
        for (int round = 1; round <= rounds; round++) {
            for (Row row : cell.rows()) {
                Result result = Jvm.run(
                        new Setup(
                                row.engine(),
                                row.ordering(),
                                broker.bootstrap(),
                                broker.topic(cell.partitions(), cell.keys(), row.tasks()),
                                row.tasks(),
                                row.warmUp(),
                                cell.keys(),
                                cell.millis(),
                                row.concurrency(),
                                row.inFlight(),
                                false),
                        profiles.map(folder -> profile(folder, cell, row)).orElse(List.of()));
                sheet.add(row, result);
                System.err.printf(
                        "%s, round %d: %s %,.0f/s, %,.0f bytes, %.2f us%n",
                        cell.name(), round, row.name(), result.rate(), result.bytes(), result.cpuMicros());
            }
        }
        return sheet;
    }

    /** By time on the processor, where the JDK can (25 on Linux). */
    private static List<String> profile(String folder, Cell cell, Row row) {
        return List.of("-XX:StartFlightRecording:settings=profile,jdk.CPUTimeSample#enabled=true,"
                + "jdk.CPUTimeSample#throttle=2ms,filename=%s/%s-%s.jfr"
                        .formatted(folder, cell.name(), row.name().replace(", ", "-")));
    }
}
