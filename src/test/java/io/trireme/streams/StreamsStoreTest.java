package io.trireme.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class StreamsStoreTest {
    private final StreamsStore store =
            new StreamsStore(MemoryStore.named("objects").get());

    @Test
    void a_scan_shows_the_beginning_and_not_the_end_in_the_order_of_unsigned_bytes() {
        for (int key : new int[] {200, 3, 1, 2}) {
            store.put(new byte[] {(byte) key}, new byte[] {0});
        }
        store.delete(new byte[] {2});

        var seen = new ArrayList<Integer>();
        store.scan(new byte[] {1}, new byte[] {(byte) 200}, (key, value) -> seen.add(Byte.toUnsignedInt(key[0])));

        assertThat(seen).containsExactly(1, 3);
    }

    @Test
    void a_scan_ends_when_it_has_shown_enough() {
        store.put(new byte[] {1}, new byte[] {0});
        store.put(new byte[] {2}, new byte[] {0});

        var seen = new ArrayList<byte[]>();
        store.scan(new byte[] {0}, new byte[] {9}, (key, value) -> {
            seen.add(key);
            return false;
        });

        assertThat(seen).hasSize(1);
        assertThat(store.get(new byte[] {2})).isPresent();
        assertThat(store.get(new byte[] {3})).isEmpty();
    }
}
