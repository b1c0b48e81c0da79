package io.trireme.schedule;

import io.trireme.streams.OrderedStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What the store keeps by a moment each: keys of one kind, in the order in which their moments come.
 *
 * <p>RocksDB only marks what was deleted, until it is compacted. A scan steps over every mark on its way to the next key,
 * wherever its range ends, and Kafka Streams goes on to the key behind before it shows one. At fifty looks a second, each over the
 * marks of all that ever fired, a process does nothing else. So a scan begins where the first key may lie, which is remembered
 * here; and the kind that is looked at all the time has the last keys of the store. Owned by one Streams thread; made
 * anew with its task, also after a transaction that was aborted, so that what it remembers never outlives what it read.
 */
final class Agenda {
    private final OrderedStore store;
    private final byte[] never;
    private final byte[] end;
    private byte[] first; // or where it may lie; none lies before
    private long size;

    /**
     * @param kind the first byte of its keys, each of which goes on with a moment
     * @param size how many the store has already
     */
    Agenda(OrderedStore store, byte kind, long size) {
        this.store = store;
        this.never = TimerKeys.moment(kind, Long.MAX_VALUE);
        this.end = TimerKeys.endOf(kind);
        this.first = TimerKeys.moment(kind, 0);
        this.size = size;
    }

    long size() {
        return size;
    }

    /** The key is a new one. */
    void put(byte[] key, byte[] value) {
        store.put(key, value);
        if (Arrays.compareUnsigned(key, first) < 0) {
            first = key;
        }
        size++;
    }

    /** The key is there. */
    void remove(byte[] key) {
        store.delete(key);
        size--;
    }

    /**
     * The first ones whose moment is {@code until} or before, at most {@code most}. Whoever asks removes them before the next
     * question, which is answered from behind them.
     */
    <T> List<T> take(long until, int most, BiFunction<byte[], byte[], T> read) {
        if (TimerKeys.millisOf(first) > until) {
            return List.of();
        }
        var taken = new ArrayList<T>();
        byte[][] next = {never};
        store.scan(first, end, (key, value) -> {
            if (taken.size() == most || TimerKeys.millisOf(key) > until) {
                next[0] = key;
                return false;
            }
            taken.add(read.apply(key, value));
            return true;
        });
        first = next[0];
        return taken;
    }
}
