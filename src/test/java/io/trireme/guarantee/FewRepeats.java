package io.trireme.guarantee;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A task runs again only where something befell the process that ran it, and only if it was unfinished then or had ended
 * less than the commit interval (and some slack) before. So without an incident nothing runs twice. Another attempt of a
 * task that failed is no repeat.
 *
 * <p>The ages are told by the clock and not by what the group has committed, so that commits that come late or not at all
 * are found out. Tasks that ran again because the map of settled ones did not fit its commit are not excused: at some
 * hundred tasks beyond the watermark it always fits.
 */
final class FewRepeats implements Guarantee {
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final long window;

    FewRepeats(WorkerSetup setup) {
        window = untold(setup).toNanos();
    }

    /**
     * For how long the brokers need not know what was settled: a member cannot commit while its group settles.
     */
    static Duration untold(WorkerSetup setup) {
        return COMMIT_INTERVAL.plus(SLACK).plus(setup.settling());
    }

    @Override
    public String verify(History history) {
        var seen = new Tally(history, window);
        history.byKey().values().forEach(seen::add);
        if (!seen.wrong.isEmpty()) {
            throw new AssertionError(seen.wrong.size() + " tasks ran again without a reason, the first ones:\n"
                    + String.join("\n", seen.wrong.stream().limit(10).toList()) + "\n" + history.incidents());
        }
        return "%d re-executions seen, %d allowed, the oldest had ended %d ms before"
                .formatted(seen.repeats, seen.allowed, seen.oldest / 1_000_000);
    }

    /** What was counted so far. */
    private static final class Tally {
        private final History history;
        private final long window;
        private final Map<Integer, List<Incident>> byProcess = new HashMap<>();
        private final List<String> wrong = new ArrayList<>();
        private long repeats;
        private long allowed;
        private long oldest;

        private Tally(History history, long window) {
            this.history = history;
            this.window = window;
        }

        private void add(List<Run> ofOneKey) {
            var last = new HashMap<Long, Run>();
            for (Run run : ofOneKey) {
                boolean excused = isExcused(run);
                allowed += excused ? 1 : 0;
                Run before = last.put(run.offset(), run);
                if (before != null && before.end() != Run.End.FAILED) { // else it is the next attempt
                    repeats++;
                    count(before, run);
                }
            }
        }

        private void count(Run before, Run again) {
            if (!isExcused(before) && !again.stale()) {
                wrong.add(again + " ran again after " + before);
            }
            incidents(before).stream()
                    .filter(incident -> history.excuses(incident, before, window))
                    .mapToLong(incident -> incident.from() - before.ended())
                    .forEach(age -> oldest = Math.max(oldest, age));
        }

        private boolean isExcused(Run run) {
            return run.stale() || incidents(run).stream().anyMatch(incident -> history.excuses(incident, run, window));
        }

        private List<Incident> incidents(Run run) {
            return byProcess.computeIfAbsent(run.process(), process -> history.incidents().stream()
                    .filter(incident -> incident.befell(run))
                    .toList());
        }
    }
}
