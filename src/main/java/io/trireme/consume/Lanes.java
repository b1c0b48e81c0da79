package io.trireme.consume;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lane of a task: a hash table from lane to the last {@link Attempt} of its chain.
 *
 * <p>A lane's identity is a seeded 64-bit hash. Should two keys ever share one, their tasks run one after another, which
 * is slower and never wrong. A lane that has ended stays in its place until the place is wanted; when half the table is
 * taken, those that have ended are swept out. So a million keys cost nothing at rest, and the table is bounded by eight
 * places a task in flight.
 *
 * <p>Not thread-safe: owned by the poll thread. Workers only close the links of the attempts.
 */
final class Lanes {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SMALLEST = 1024;

    private final long seed;
    private @Nullable Attempt[] last = new Attempt[SMALLEST];
    private long[] lanes = new long[SMALLEST];
    private int taken;

    /** @param seed makes the lanes unguessable */
    Lanes(long seed) {
        this.seed = seed;
    }

    /** The lane of a key. */
    long ofKey(byte[] key) {
        long hash = seed ^ key.length * 0x9E3779B97F4A7C15L;
        int i = 0;
        for (; i + Long.BYTES <= key.length; i += Long.BYTES) {
            hash = mix(hash ^ (long) WORD.get(key, i));
        }
        long rest = 0;
        for (; i < key.length; i++) {
            rest = rest << Byte.SIZE | key[i] & 0xFF;
        }
        return lane(mix(hash ^ rest));
    }

    /** The lane of a partition. */
    long ofPartition(int partition) {
        return lane(mix(seed ^ partition));
    }

    private static long lane(long hash) {
        return hash == Attempt.NO_LANE ? 1 : hash;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /**
     * Puts the attempt at the end of its lane.
     *
     * @return whether the lane is new: the attempt is its head, and somebody has to run it
     */
    boolean append(Attempt attempt) {
        long lane = attempt.lane();
        int mask = last.length - 1;
        int place = (int) lane & mask;
        while (true) {
            Attempt tail = last[place];
            if (tail == null) {
                last[place] = attempt;
                lanes[place] = lane;
                if (++taken > last.length / 2) {
                    sweep();
                }
                return true;
            }
            if (lanes[place] == lane) {
                last[place] = attempt;
                return !tail.append(attempt);
            }
            place = place + 1 & mask;
        }
    }

    /** How many lanes the table has places for. */
    int places() {
        return last.length;
    }

    private void sweep() {
        @Nullable Attempt[] old = last;
        int alive = 0;
        for (Attempt attempt : old) {
            alive += attempt == null || attempt.isLaneEnded() ? 0 : 1;
        }
        int size = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, alive)) << 3);
        last = new Attempt[size];
        lanes = new long[size];
        taken = 0;
        for (Attempt attempt : old) {
            if (attempt != null && !attempt.isLaneEnded()) {
                int place = (int) attempt.lane() & size - 1;
                while (last[place] != null) {
                    place = place + 1 & size - 1;
                }
                last[place] = attempt;
                lanes[place] = attempt.lane();
                taken++;
            }
        }
    }
}
