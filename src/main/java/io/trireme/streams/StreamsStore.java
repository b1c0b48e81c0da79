package io.trireme.streams;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A store as Kafka Streams has it. Owned by the Streams thread of its partition. */
public record StreamsStore(KeyValueStore<Bytes, byte[]> store) implements OrderedStore {
    @Override
    public Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(store.get(Bytes.wrap(key)));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
        store.delete(Bytes.wrap(key));
    }

    /** Streams' ranges have their end within them. */
    @Override
    public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> whom) {
        try (KeyValueIterator<Bytes, byte[]> range = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> entry = range.next();
                if (Arrays.equals(entry.key.get(), to) || !whom.test(entry.key.get(), entry.value)) {
                    return;
                }
            }
        }
    }
}
