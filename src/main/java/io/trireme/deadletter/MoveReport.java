package io.trireme.deadletter;

import java.util.List;

/**
 * What became of dead letters that were to be put back or purged.
 *
 * @param matched how many were meant
 * @param moved how many were put back or purged
 * @param failures why others were not, a sentence each, the first hundred
 * @param failed how many were not
 */
public record MoveReport(long matched, long moved, long failed, List<String> failures) {
    public MoveReport {
        failures = List.copyOf(failures);
    }
}
