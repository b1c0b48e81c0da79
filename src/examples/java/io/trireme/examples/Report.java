package io.trireme.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table that the demo ends with. */
record Report(List<Row> rows) {
    private static final List<String> HEAD =
            List.of("queue", "tasks", "tasks/s", "p50", "p99", "peak in flight", "failures");

    Report {
        rows = List.copyOf(rows);
    }

    /**
     * What came of one queue.
     *
     * @param tasks how many were published
     * @param rate how many were done each second
     * @param p50 the time, from being published to being settled, within which half of those done were
     * @param p99 the time within which all but a hundredth were
     * @param peak most that the consumer was seen to hold
     * @param failures how many were not published, or ended in the dead letters
     */
    record Row(String queue, long tasks, double rate, Duration p50, Duration p99, int peak, long failures) {
        private List<String> cells() {
            return List.of(
                    queue, count(tasks), count(Math.round(rate)), time(p50), time(p99), count(peak), count(failures));
        }
    }

    /** The table: a head, a rule, and a line for each queue. Names to the left, figures to the right. */
    List<String> lines() {
        var cells = new ArrayList<List<String>>();
        cells.add(HEAD);
        rows.forEach(row -> cells.add(row.cells()));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : cells) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        var lines = new ArrayList<String>();
        for (List<String> row : cells) {
            lines.add(line(row, widths));
        }
        lines.add(1, "-".repeat(lines.getFirst().length()));
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : "  ").append(column == 0 ? cell + padding : padding + cell);
        }
        return line.toString();
    }

    /** A number as people read it: {@code 12,345}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A time in three digits or so: {@code 0.4 ms}, {@code 512 ms}, {@code 3.21 s}, {@code 125 s}; a dash for none. */
    static String time(Duration time) {
        double millis = time.toNanos() / 1e6;
        if (millis <= 0) {
            return "-";
        }
        if (millis < 10) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        if (millis < 1_000) {
            return String.format(Locale.ROOT, "%.0f ms", millis);
        }
        return String.format(Locale.ROOT, millis < 100_000 ? "%.2f s" : "%.0f s", millis / 1_000);
    }

    /** A number of bytes: {@code 4 kB}, {@code 131 MB}. */
    static String bytes(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%,d kB", Math.ceilDiv(bytes, 1_000))
                : String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
    }
}
