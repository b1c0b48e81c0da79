package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds the journals of all processes of a run against the promises. Everything is told apart by partition and offset,
 * and order is that of the clock all processes share.
 */
final class Audit {
    /** One run of one task by one process. */
    record Run(int process, Journal.Line begun, long ended, boolean finished) {
        String task() {
            return begun.task();
        }
    }

    private final List<Run> runs = new ArrayList<>();
    private final Map<String, List<Run>> byKey = new HashMap<>();
    private final Map<String, List<Run>> byTask = new HashMap<>();

    /** Takes in the journal of one process; a task that it never ended was running until the process was killed. */
    void add(int process, List<Journal.Line> lines, long killed) {
        Map<String, Journal.Line> open = new HashMap<>();
        for (Journal.Line line : lines) {
            switch (line.what()) {
                case STARTED ->
                    assertThat(open.put(line.task(), line))
                            .as("process %d ran task %s twice at once", process, line.task())
                            .isNull();
                case ENDED -> add(new Run(process, open.remove(line.task()), line.nanoTime(), true));
            }
        }
        open.values().forEach(line -> add(new Run(process, line, killed, false)));
    }

    private void add(Run run) {
        runs.add(run);
        byKey.computeIfAbsent(run.begun.key(), key -> new ArrayList<>()).add(run);
        byTask.computeIfAbsent(run.task(), task -> new ArrayList<>()).add(run);
    }

    void nothing_was_lost(Collection<String> published) {
        Set<String> finished = new HashSet<>();
        runs.stream().filter(Run::finished).map(Run::task).forEach(finished::add);
        Set<String> lost = new HashSet<>(published);
        lost.removeAll(finished);
        assertThat(lost).as("tasks that nobody finished").isEmpty();
    }

    void first_starts_within_a_key_are_in_offset_order() {
        byKey.forEach((key, all) -> {
            var first = new TreeMap<Long, Long>();
            all.forEach(run -> first.merge(run.begun.offset(), run.begun.nanoTime(), Math::min));
            assertThat(List.copyOf(first.values()))
                    .as("first starts of key %s by offset", key)
                    .isSorted();
        });
    }

    void attempts_of_a_key_never_overlap() {
        byKey.forEach((key, all) -> {
            var inTime = all.stream()
                    .sorted(Comparator.comparingLong(run -> run.begun.nanoTime()))
                    .toList();
            for (int i = 1; i < inTime.size(); i++) {
                Run before = inTime.get(i - 1);
                Run after = inTime.get(i);
                assertThat(after.begun.nanoTime())
                        .as("key %s: %s began while %s ran", key, after, before)
                        .isGreaterThanOrEqualTo(before.ended);
            }
        });
    }

    /** The tasks that ran more than once. */
    Set<String> repeated() {
        Set<String> repeated = new HashSet<>();
        byTask.forEach((task, all) -> {
            if (all.size() > 1) {
                repeated.add(task);
            }
        });
        return repeated;
    }

    /** The tasks that this process began. */
    Set<String> begunBy(int process) {
        Set<String> begun = new HashSet<>();
        runs.stream().filter(run -> run.process == process).map(Run::task).forEach(begun::add);
        return begun;
    }

    void what_runs_again_is_a_stretch_from_where_the_new_owner_began(long killed) {
        byKey.forEach((key, all) -> {
            var offsets = all.stream()
                    .map(run -> run.begun.offset())
                    .distinct()
                    .sorted()
                    .toList();
            var after = all.stream()
                    .filter(run -> run.begun.nanoTime() > killed)
                    .map(run -> run.begun.offset())
                    .sorted()
                    .toList();
            var again = after.stream()
                    .filter(offset ->
                            all.stream().anyMatch(run -> run.begun.offset() == offset && run.begun.nanoTime() < killed))
                    .toList();
            if (!again.isEmpty()) {
                int from = offsets.indexOf(after.getFirst());
                assertThat(after)
                        .as("what ran of key %s after the kill, without holes", key)
                        .isEqualTo(offsets.subList(from, from + after.size()));
                assertThat(again).as("what ran again of key %s", key).isEqualTo(after.subList(0, again.size()));
            }
        });
    }
}
