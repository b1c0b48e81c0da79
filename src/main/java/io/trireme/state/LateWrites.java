package io.trireme.state;

import io.trireme.streams.OrderedStore;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * A store that is written to when the answers to a command have gone out. Each write is a record for the changelog as well, and
 * who waits for an answer would wait for those. What was not written yet is read from here. Owned by the thread of the store.
 */
final class LateWrites implements OrderedStore {
    private final OrderedStore store;
    private final Map<ByteBuffer, Optional<byte[]>> writes = new LinkedHashMap<>(); // of one command; empty deletes

    LateWrites(OrderedStore store) {
        this.store = store;
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        Optional<byte[]> written = writes.get(ByteBuffer.wrap(key));
        return written == null ? store.get(key) : written;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        writes.put(ByteBuffer.wrap(key), Optional.of(value));
    }

    @Override
    public void delete(byte[] key) {
        writes.put(ByteBuffer.wrap(key), Optional.empty());
    }

    @Override
    public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> whom) {
        write();
        store.scan(from, to, whom);
    }

    /** Now. */
    void write() {
        writes.forEach((key, value) ->
                value.ifPresentOrElse(content -> store.put(key.array(), content), () -> store.delete(key.array())));
        writes.clear();
    }
}
