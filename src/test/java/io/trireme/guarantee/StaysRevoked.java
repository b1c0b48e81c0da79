package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * When all processes have said that a set is revoked no task of it begins, in those that start later neither, and none that ran
 * goes on to its end. Filled by the thread of the test.
 */
final class StaysRevoked implements Guarantee {
    private final Map<Integer, Long> applied = new HashMap<>();

    /** All that work have just said so. */
    void appliedByAll(int set) {
        applied.put(set, System.nanoTime());
    }

    @Override
    public String verify(History history) {
        int before = 0;
        int stopped = 0;
        for (List<Run> runs : history.byKey().values()) {
            for (Run run : runs) {
                OptionalInt set = history.published().set(run.partition(), run.offset());
                if (set.isEmpty() || !applied.containsKey(set.getAsInt())) {
                    continue;
                }
                long since = applied.get(set.getAsInt());
                assertThat(run.begun()).as("begin of a revoked task: %s", run).isLessThan(since);
                assertThat(run.end() == Run.End.FINISHED && run.ended() > since)
                        .as("goes on though it is revoked: %s", run)
                        .isFalse();
                before++;
                stopped += run.end() == Run.End.BROKEN_OFF ? 1 : 0;
            }
        }
        assertThat(stopped).as("runs that were stopped").isPositive();
        return "%d sets revoked: %d runs before, %d of them stopped".formatted(applied.size(), before, stopped);
    }
}
