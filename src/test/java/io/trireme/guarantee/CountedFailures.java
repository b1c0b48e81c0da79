package io.trireme.guarantee;

import java.util.HashMap;
import java.util.List;

/**
 * A task fails as often as its handler has it, and no attempt is forgotten by a process that takes its partition over, but
 * those that ended so shortly before an incident that the brokers need not have been told. A count that was lost shows as
 * more failures.
 */
final class CountedFailures implements Guarantee {
    private final long window;

    CountedFailures(WorkerSetup setup) {
        window = FewRepeats.untold(setup).toNanos();
    }

    @Override
    public String verify(History history) {
        long failures = 0;
        long forgotten = 0;
        for (List<Run> ofOneKey : history.byKey().values()) {
            var counted = new HashMap<Long, Integer>();
            for (Run run : ofOneKey) {
                if (run.end() != Run.End.FAILED) {
                    continue;
                }
                failures++;
                if (history.incidents().stream().anyMatch(incident -> history.excuses(incident, run, window))) {
                    forgotten++;
                } else if (counted.merge(run.offset(), 1, Integer::sum) > WorkerSetup.FAILURES) {
                    throw new AssertionError(run + " is one failure too many: an earlier one was forgotten");
                }
            }
        }
        return "%d failures, of which %d may have been forgotten".formatted(failures, forgotten);
    }
}
