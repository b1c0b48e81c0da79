package io.trireme.examples;

import io.trireme.Handles;
import io.trireme.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What comes out of a task: what its handler returns is its result, which goes to who asks for it and, as a task of its own, to
 * the queue that the task names as its link. How far it is can be watched meanwhile.
 *
 * <pre>{@code
 * ./trireme publish words '["to be","or not to be"]' --wait 10s
 *
 * TaskHandle<Words.Counted> handle =
 *         publisher.submit(Task.of("words", lines).withLink("word-counts"), Words.Counted.class);
 * handle.stage().thenAccept(counted -> log.info(counted.words()));
 * }</pre>
 */
@ApplicationScoped
class Words {
    private final Map<Integer, LongAdder> lengths = new ConcurrentHashMap<>(); // bounded by the lengths that there are

    /** How many words there are, and how many different ones. */
    record Counted(int words, int different) {}

    @Handles("words")
    Counted count(String[] lines, TaskContext task) {
        int words = 0;
        var different = new HashSet<String>();
        for (int i = 0; i < lines.length; i++) {
            for (String word : lines[i].toLowerCase(Locale.ROOT).split("\\W+")) {
                if (!word.isEmpty()) {
                    words++;
                    different.add(word);
                }
            }
            task.progress(i + 1L, lines.length, "lines");
        }
        return new Counted(words, different.size());
    }

    /** Takes what {@link #count} returned for tasks that were linked to this queue. */
    @Handles("word-counts")
    void collect(Counted counted) {
        lengths.computeIfAbsent(counted.words(), length -> new LongAdder()).increment();
    }
}
