package io.trireme.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.streams.OrderedStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** What looking for due timers costs, as the steps that RocksDB takes over what was deleted and is not yet compacted. */
class AgendaTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final int MANY = 1_000;
    private static final int CHUNK = 16;

    private final Marks store = new Marks();
    private final Timers timers = new Timers(store);

    @Test
    void to_look_when_nothing_is_due_steps_over_nothing_that_has_fired() {
        put("fired-", MANY, NOW, 0);
        fire(NOW);
        put("later-", 1, NOW.plusSeconds(60), 0);
        fire(NOW);

        assertThat(stepsOf(() -> fire(NOW))).isZero();
    }

    @Test
    void the_last_timer_fires_without_a_step_over_those_that_fired_before() {
        put("fired-", MANY, NOW, 0);
        fire(NOW);
        put("last-", 1, NOW.plusMillis(1), 0);

        assertThat(stepsOf(() -> fire(NOW.plusMillis(1)))).isZero();
    }

    @Test
    void of_many_that_are_due_at_one_moment_no_one_is_stepped_over_for_the_next() {
        fire(NOW);
        put("burst-", MANY, NOW, 0);

        assertThat(stepsOf(() -> fire(NOW))).isZero();
    }

    @Test
    void one_that_comes_too_late_fires_without_a_step_over_those_that_fired_since_it_was_due() {
        put("fired-", MANY, NOW.plusMillis(1), 0);
        put("waiting-", 1, NOW.plusSeconds(60), 0);
        fire(NOW.plusSeconds(5));
        timers.put(timer("late", NOW), Optional.empty(), NOW.plusSeconds(5));

        assertThat(stepsOf(() -> fire(NOW.plusSeconds(5)))).isZero();
        assertThat(timers.pending()).isOne();
    }

    @Test
    void to_forget_the_oldest_retry_steps_over_none_that_is_forgotten() {
        put("retried-", MANY, NOW, 1);
        Instant tomorrow = NOW.plus(Timers.REMEMBERED);
        fire(NOW);
        put("again-", 1, tomorrow, 2);
        timers.forget(tomorrow, MANY);

        assertThat(stepsOf(() -> timers.forget(tomorrow.plusMillis(1), MANY))).isZero();
    }

    private void put(String prefix, int count, Instant due, int attempt) {
        for (int i = 0; i < count; i++) {
            String id = prefix + i;
            timers.put(timer(id, due), attempt == 0 ? Optional.empty() : Optional.of(new Rank(0, attempt)), due);
        }
    }

    private static Timer timer(String id, Instant due) {
        return new Timer(id, "mail", due, null, "{}".getBytes(UTF_8), List.of());
    }

    /** As the processor does. */
    private void fire(Instant now) {
        List<Timer> due;
        do {
            due = timers.due(now, CHUNK);
            due.forEach(timer -> timers.fire(timer, now));
        } while (due.size() == CHUNK);
        timers.forget(now, MANY);
    }

    private long stepsOf(Runnable what) {
        long before = store.steps;
        what.run();
        return store.steps - before;
    }

    /**
     * As RocksDB before a compaction: what is deleted stays as a mark, a scan looks for its next key before it shows the last
     * one, and does not know its end before.
     */
    private static final class Marks implements OrderedStore {
        private static final byte[] MARK = {};

        private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
        private long steps;

        @Override
        public Optional<byte[]> get(byte[] key) {
            return Optional.ofNullable(entries.get(key)).filter(value -> value != MARK);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            entries.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            entries.put(key, MARK);
        }

        @Override
        public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> whom) {
            Iterator<Map.Entry<byte[], byte[]>> all =
                    entries.tailMap(from).entrySet().iterator();
            Optional<Map.Entry<byte[], byte[]>> next = next(all);
            while (next.isPresent() && Arrays.compareUnsigned(next.get().getKey(), to) < 0) {
                Map.Entry<byte[], byte[]> shown = next.get();
                next = next(all);
                if (!whom.test(shown.getKey(), shown.getValue())) {
                    return;
                }
            }
        }

        private Optional<Map.Entry<byte[], byte[]>> next(Iterator<Map.Entry<byte[], byte[]>> all) {
            while (all.hasNext()) {
                Map.Entry<byte[], byte[]> entry = all.next();
                if (entry.getValue() != MARK) {
                    return Optional.of(entry);
                }
                steps++;
            }
            return Optional.empty();
        }
    }
}
