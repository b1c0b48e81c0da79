package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Within a key the tasks start for the first time in the order of their offsets, no two runs overlap, and whoever goes
 * back to an earlier task goes on from there without holes.
 *
 * <p>What a frozen process ran before it found out is left out of the last two: its partitions were another's by then, and
 * no clock tells a process in time that it has slept.
 */
final class KeyOrder implements Guarantee {
    @Override
    public String verify(History history) {
        history.byKey().forEach(KeyOrder::verify);
        long stale = history.byKey().values().stream()
                .flatMap(List::stream)
                .filter(Run::stale)
                .count();
        return "0 order violations in " + history.byKey().size() + " keys"
                + (stale == 0 ? "" : " (beside " + stale + " runs of frozen processes)");
    }

    private static void verify(String key, List<Run> runs) {
        var first = new TreeMap<Long, Long>();
        runs.forEach(run -> first.merge(run.offset(), run.begun(), Math::min));
        assertThat(List.copyOf(first.values()))
                .as("first starts of key %s by offset", key)
                .isSorted();
        Map<Long, Integer> place = new HashMap<>();
        first.keySet().forEach(offset -> place.put(offset, place.size()));
        Run before = null;
        for (Run run : runs) {
            if (run.stale()) {
                continue;
            }
            if (before != null && run.begun() < before.ended()) {
                throw new AssertionError("key " + key + ": " + run + " began while " + before + " ran");
            }
            if (place.get(run.offset()) > (before == null ? -1 : place.get(before.offset())) + 1) {
                throw new AssertionError("key " + key + ": " + run + " left tasks out after " + before);
            }
            before = run;
        }
    }
}
