package io.trireme.state;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the threads of this process hold, and under which lease, so that who held something under one that is lost learns of
 * it with the next call, whatever that call is about. Any thread.
 */
final class Holds {
    private final Map<String, Map<String, Hold>> byHolder = new ConcurrentHashMap<>();
    private final Map<String, Map<Lease, Long>> permits = new ConcurrentHashMap<>();

    /** One lock. */
    record Hold(Lease lease, long token) {}

    /** How locks know the calling thread. */
    static String thread() {
        return "t" + Thread.currentThread().threadId();
    }

    /**
     * The lease under which the holder holds what it holds; empty if it holds nothing.
     *
     * @throws LeaseLost if that is lost; it holds nothing from then on
     */
    Optional<Lease> lease(String holder) {
        Map<String, Hold> held = byHolder.getOrDefault(holder, Map.of());
        for (Hold hold : held.values()) {
            if (hold.lease().isLost()) {
                byHolder.remove(holder);
                throw new LeaseLost();
            }
            return Optional.of(hold.lease());
        }
        return Optional.empty();
    }

    Optional<Hold> of(String holder, String name) {
        return Optional.ofNullable(byHolder.getOrDefault(holder, Map.of()).get(name));
    }

    void acquired(String holder, String name, Hold hold) {
        byHolder.computeIfAbsent(holder, any -> new ConcurrentHashMap<>()).put(name, hold);
    }

    void released(String holder, String name) {
        byHolder.computeIfPresent(holder, (same, held) -> {
            held.remove(name);
            return held.isEmpty() ? null : held;
        });
    }

    /** Permits are not of a thread but of the process. */
    void acquired(String name, Lease lease, long count) {
        permits.compute(name, (same, byLease) -> {
            Map<Lease, Long> all = byLease == null ? new ConcurrentHashMap<>() : byLease;
            all.merge(lease, count, Long::sum);
            return all;
        });
    }

    /**
     * Counts permits off that are about to be released.
     *
     * @throws LeaseLost if they were acquired under a lease that is lost: they have gone back by themselves
     */
    void releasing(String name, long count) {
        boolean[] lost = {false};
        permits.computeIfPresent(name, (same, byLease) -> {
            long left = count;
            for (Iterator<Map.Entry<Lease, Long>> all = byLease.entrySet().iterator(); all.hasNext() && left > 0; ) {
                Map.Entry<Lease, Long> held = all.next();
                lost[0] |= held.getKey().isLost();
                long taken = Math.min(left, held.getValue());
                left -= taken;
                if (taken == held.getValue()) {
                    all.remove();
                } else {
                    held.setValue(held.getValue() - taken);
                }
            }
            return byLease.isEmpty() ? null : byLease;
        });
        if (lost[0]) {
            throw new LeaseLost();
        }
    }
}
