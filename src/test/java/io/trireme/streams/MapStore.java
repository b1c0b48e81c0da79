package io.trireme.streams;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** A store in memory, in the order that RocksDB has. */
public final class MapStore implements OrderedStore {
    private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        entries.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        entries.remove(key);
    }

    @Override
    public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> whom) {
        for (Map.Entry<byte[], byte[]> entry : entries.subMap(from, to).entrySet()) {
            if (!whom.test(entry.getKey(), entry.getValue())) {
                return;
            }
        }
    }

    /** The same entries in a store of their own. */
    public MapStore copy() {
        var copy = new MapStore();
        copy.entries.putAll(entries);
        return copy;
    }

    public int size() {
        return entries.size();
    }
}
