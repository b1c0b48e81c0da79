package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.streams.MapStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateWritesTest {
    private final MapStore store = new MapStore();
    private final LateWrites late = new LateWrites(store);

    private static byte[] bytes(String text) {
        return Texts.bytes(text);
    }

    @Test
    void what_is_written_is_read_at_once_and_lies_in_the_store_later() {
        store.put(bytes("b"), bytes("old"));

        late.put(bytes("a"), bytes("1"));
        late.put(bytes("a"), bytes("2"));
        late.delete(bytes("b"));

        assertThat(late.get(bytes("a")).map(Texts::of)).contains("2");
        assertThat(late.get(bytes("b"))).isEmpty();
        assertThat(store.get(bytes("a"))).isEmpty();
        assertThat(store.get(bytes("b"))).isPresent();
        late.write();
        assertThat(store.get(bytes("a")).map(Texts::of)).contains("2");
        assertThat(store.get(bytes("b"))).isEmpty();
    }

    @Test
    void it_is_written_once() {
        late.put(bytes("a"), bytes("1"));
        late.write();
        store.delete(bytes("a"));

        late.write();

        assertThat(late.get(bytes("a"))).isEmpty();
    }

    @Test
    void a_scan_shows_what_was_written_before_it() {
        store.put(bytes("a"), bytes("1"));
        store.put(bytes("c"), bytes("1"));
        late.put(bytes("b"), bytes("1"));
        late.delete(bytes("c"));

        List<String> found = new ArrayList<>();
        late.scan(bytes("a"), bytes("z"), (key, value) -> found.add(Texts.of(key)));

        assertThat(found).containsExactly("a", "b");
    }
}
