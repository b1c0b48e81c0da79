package io.trireme.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.junit.jupiter.api.Test;

class PlaceStoreTest {
    private final Map<String, TreeMap<Long, Long>> kept = new HashMap<>();
    private final PlaceStore places = new PlaceStore(inMemory());

    @Test
    void of_a_second_run_nothing_counts_however_soon_it_ends() {
        for (long after : new long[] {0, 1, 2, 50}) {
            String id = "task-" + after;
            places.ended(id, 1_000, 7);
            places.ended(id, 1_000 + after, 9);

            assertThat(places.find(id)).as("%d ms later", after).hasValue(7);
        }
    }

    @Test
    void an_end_counts_more_than_where_it_stands() {
        places.stands("a", 60_000, 3);
        places.stands("a", 70_000, 4);
        assertThat(places.find("a")).hasValue(4);

        places.ended("a", 60_000, 5);
        places.stands("a", 130_000, 6);
        assertThat(places.find("a")).hasValue(5);
        assertThat(places.find("b")).isEmpty();
    }

    /** As much of a store as is asked for. */
    @SuppressWarnings("unchecked")
    private WindowStore<String, Long> inMemory() {
        return (WindowStore<String, Long>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {WindowStore.class}, (store, method, given) -> {
                    TreeMap<Long, Long> told = kept.computeIfAbsent((String) given[0], id -> new TreeMap<>());
                    if (method.getName().equals("put")) {
                        told.put((Long) given[2], (Long) given[1]);
                        return null;
                    }
                    return given.length == 2
                            ? told.get(given[1])
                            : new Told(told.entrySet().iterator());
                });
    }

    private record Told(Iterator<Map.Entry<Long, Long>> entries) implements WindowStoreIterator<Long> {
        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<Long, Long> next() {
            var entry = entries.next();
            return KeyValue.pair(entry.getKey(), entry.getValue());
        }

        @Override
        public Long peekNextKey() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
