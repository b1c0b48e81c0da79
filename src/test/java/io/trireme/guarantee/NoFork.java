package io.trireme.guarantee;

import java.util.HashMap;
import java.util.List;

/**
 * Each attempt of a task is made once, but for one that was running when its process was struck, or had ended so shortly before
 * that the group had not been told. So a retry that was published twice came back once.
 */
final class NoFork implements Guarantee {
    private final long window;

    NoFork(WorkerSetup setup) {
        window = FewRepeats.untold(setup).toNanos();
    }

    @Override
    public String verify(History history) {
        long attempts = 0;
        long again = 0;
        for (List<Run> ofOneKey : history.byKey().values()) {
            var last = new HashMap<Place, Run>();
            for (Run run : ofOneKey) {
                attempts++;
                Run before = last.put(run.place(), run);
                if (before == null) {
                    continue;
                }
                again++;
                if (history.incidents().stream()
                        .noneMatch(incident -> incident.befell(before) && history.excuses(incident, before, window))) {
                    throw new AssertionError(run + " was made again after " + before + ", which nothing had befallen; "
                            + history.incidents());
                }
            }
        }
        return "%d attempts, %d of them again after a kill".formatted(attempts, again);
    }
}
