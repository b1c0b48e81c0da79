package io.trireme.state;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the calling thread holds, and under which lease, so that who held something under one that is lost learns of it with
 * the next call, whatever that call is about. It lies with the thread and goes with it: nobody else could be told.
 */
final class Holds {
    private final ThreadLocal<Map<String, Hold>> held = ThreadLocal.withInitial(HashMap::new); // by name

    /** One lock. */
    record Hold(Lease lease, long token) {}

    /** How locks know the calling thread. */
    static String thread() {
        return "t" + Thread.currentThread().threadId();
    }

    /**
     * The lease under which the thread holds what it holds; empty if it holds nothing.
     *
     * @throws LeaseLost if that is lost; it holds nothing from then on
     */
    Optional<Lease> lease() {
        for (Hold hold : held.get().values()) {
            if (hold.lease().isLost()) {
                held.remove();
                throw new LeaseLost();
            }
            return Optional.of(hold.lease());
        }
        return Optional.empty();
    }

    /** The names of what the thread holds where that lease may have ended without this process knowing, and the leases. */
    Map<String, Lease> unsure(long now) {
        Map<String, Hold> holds = held.get();
        if (holds.isEmpty()) {
            return Map.of(); // as of nearly every call
        }
        var unsure = new HashMap<String, Lease>();
        holds.forEach((name, hold) -> {
            if (!hold.lease().isSure(name, now)) {
                unsure.put(name, hold.lease());
            }
        });
        return unsure;
    }

    Optional<Hold> of(String name) {
        return Optional.ofNullable(held.get().get(name));
    }

    void acquired(String name, Hold hold) {
        held.get().put(name, hold);
    }

    void released(String name) {
        held.get().remove(name);
    }
}
