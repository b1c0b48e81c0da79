package io.trireme.streams;

import java.util.Optional;
import java.util.function.BiPredicate;

/** Keys in the order of their unsigned bytes, as RocksDB keeps them. Owned by one thread. */
public interface OrderedStore {
    Optional<byte[]> get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** Shows what lies from {@code from} on and before {@code to}, until {@code whom} says false. Nothing is changed meanwhile. */
    void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> whom);
}
