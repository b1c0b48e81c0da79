package io.trireme.guarantee;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Which tasks the brokers took and when, by partition and offset. Safe for use by any thread. */
final class Receipts {
    private final long[][] times;
    private final Map<Integer, Map<Long, Integer>> sets = new HashMap<>();
    private int count;

    Receipts(int partitions) {
        times = new long[partitions][0];
    }

    synchronized void add(int partition, long offset, long nanoTime) {
        int place = Math.toIntExact(offset);
        if (place >= times[partition].length) {
            times[partition] = Arrays.copyOf(times[partition], Math.max(1024, place * 2));
        }
        times[partition][place] = nanoTime;
        count++;
    }

    /** The same for a task of a set that is to be revoked as a whole. */
    synchronized void add(int partition, long offset, long nanoTime, int set) {
        add(partition, offset, nanoTime);
        sets.computeIfAbsent(partition, none -> new HashMap<>()).put(offset, set);
    }

    /** The set that the task belongs to; empty if it belongs to none. */
    synchronized OptionalInt set(int partition, long offset) {
        Integer set = sets.getOrDefault(partition, Map.of()).get(offset);
        return set == null ? OptionalInt.empty() : OptionalInt.of(set);
    }

    /** The offsets of a partition that belong to any set. */
    synchronized BitSet ofSets(int partition) {
        var offsets = new BitSet();
        sets.getOrDefault(partition, Map.of()).keySet().forEach(offset -> offsets.set(Math.toIntExact(offset)));
        return offsets;
    }

    /** When the brokers said that they had it; 0 if they never did. */
    synchronized long time(int partition, long offset) {
        return offset < times[partition].length ? times[partition][Math.toIntExact(offset)] : 0;
    }

    synchronized int count() {
        return count;
    }

    /** For each partition the offset after the last one so far. */
    synchronized int[] ends() {
        return IntStream.range(0, times.length).map(i -> offsets(i).length()).toArray();
    }

    int partitions() {
        return times.length;
    }

    /** The offsets that the brokers took of a partition. */
    synchronized BitSet offsets(int partition) {
        var offsets = new BitSet();
        for (int i = 0; i < times[partition].length; i++) {
            if (times[partition][i] != 0) {
                offsets.set(i);
            }
        }
        return offsets;
    }
}
