package io.trireme.deadletter;

import java.util.ArrayList;
import java.util.List;

/** Dead letters as lines for a terminal. */
final class LetterTable {
    private static final int LONGEST_MESSAGE = 60;
    private static final String LINE = "%-36s  %-20s  %-18s  %8s  %s";

    private LetterTable() {}

    static List<String> of(List<Letter> letters) {
        var lines = new ArrayList<String>();
        lines.add(LINE.formatted("id", "gave up", "reason", "attempts", "why"));
        for (Letter letter : letters) {
            lines.add(LINE.formatted(
                    letter.id(),
                    letter.time().toString().replaceFirst("\\.\\d+Z", "Z"),
                    letter.reason().orElse("?"),
                    letter.attempts().map(String::valueOf).orElse("?"),
                    why(letter)));
        }
        return lines;
    }

    private static String why(Letter letter) {
        String exception = letter.exception().orElse("");
        String why = exception.substring(exception.lastIndexOf('.') + 1)
                + letter.message().map(message -> ": " + message).orElse("");
        String line = why.lines().findFirst().orElse("");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }
}
