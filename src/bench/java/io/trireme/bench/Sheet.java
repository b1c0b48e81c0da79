package io.trireme.bench;

import io.trireme.bench.measure.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The results of one cell, by row and round, and the table that is made of them. */
final class Sheet {
    private final Cell cell;
    private final Map<Row, List<Result>> results = new HashMap<>();

    Sheet(Cell cell) {
        this.cell = cell;
    }

    void add(Row row, Result result) {
        results.computeIfAbsent(row, key -> new ArrayList<>()).add(result);
    }

    String markdown() {
        var text = new StringBuilder("\n**" + cell.title() + "**\n\n")
                .append(
                        "| engine | concurrency, max-in-flight | tasks/s | to bare loop | to unsafe loop | of what the keys and "
                                + "the concurrency allow | bytes/task | CPU us/task | peak MB |\n")
                .append("|---|---|---|---|---|---|---|---|---|\n");
        for (Row row : cell.rows()) {
            OptionalDouble allowed = row.isBaseline() ? OptionalDouble.empty() : KeysAllow.rate(cell, row);
            text.append("| %s | %,d, %,d | %,.0f | %s | %s | %s | %,.0f | %.2f | %,.0f |%n"
                    .formatted(
                            row.name(),
                            row.concurrency(),
                            row.inFlight(),
                            middle(row, Result::rate),
                            ratio(row, "bare"),
                            ratio(row, "unsafe"),
                            allowed.isEmpty()
                                    ? ""
                                    : "%.2f of %,.0f"
                                            .formatted(
                                                    middle(row, Result::rate) / allowed.getAsDouble(),
                                                    allowed.getAsDouble()),
                            middle(row, Result::bytes),
                            middle(row, Result::cpuMicros),
                            middle(row, Result::peakMegabytes)));
        }
        return text.toString();
    }

    /** The table of a cell whose results are latencies. */
    String latencies() {
        var text = new StringBuilder(
                "\n**From publish to handler, 200 tasks/s, %d partitions**\n\n".formatted(cell.partitions()));
        text.append("| engine | p50 ms | p99 ms | p50 to bare loop |\n|---|---|---|---|\n");
        for (Row row : cell.rows()) {
            text.append("| %s | %.2f | %.2f | %s |%n"
                    .formatted(row.name(), middle(row, Result::rate), middle(row, Result::bytes), ratio(row, "bare")));
        }
        return text.toString();
    }

    private double middle(Row row, ToDoubleFunction<Result> of) {
        return Spread.of(results.get(row).stream().mapToDouble(of).toArray()).median();
    }

    /** The ratios to a baseline of the same round: median, and from least to most. */
    private String ratio(Row row, String baseline) {
        Optional<Row> base = cell.rows().stream()
                .filter(other -> other.engine().equals(baseline))
                .findFirst();
        if (base.isEmpty()) {
            return "";
        }
        var ratios = new double[results.get(row).size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = results.get(row).get(round).rate()
                    / results.get(base.get()).get(round).rate();
        }
        return Spread.of(ratios).toString();
    }
}
