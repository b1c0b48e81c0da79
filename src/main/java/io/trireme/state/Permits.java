package io.trireme.state;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many permits this process has of each semaphore, and under which lease. Permits are of no thread, so that those that
 * were lost are remembered, as a number for each semaphore, until somebody releases them and is told. Any thread.
 */
final class Permits {
    private final Map<String, Count> byName = new HashMap<>(); // guarded by this

    /** One lease lives at a time: those of leases before it are lost. */
    private record Count(Lease lease, long held, long lost) {
        Count plus(Lease under, long more) {
            if (under == lease) {
                return new Count(lease, held + more, lost);
            }
            return under.isLost() ? new Count(lease, held, lost + more) : new Count(under, more, lost + held);
        }

        Count asOfNow() {
            return lease.isLost() ? new Count(lease, 0, lost + held) : this;
        }
    }

    /**
     * Permits that are given back.
     *
     * @param lost how many of them were acquired under a lease that is lost, and have gone back by themselves
     * @param held the others
     * @param under the lease that those belong to; empty if they were never acquired
     */
    record GivenBack(long lost, long held, Optional<Lease> under) {}

    synchronized void acquired(String name, Lease lease, long permits) {
        keep(name, byName.getOrDefault(name, new Count(lease, 0, 0)).plus(lease, permits));
    }

    /** They were granted in the moment in which they were no longer wanted. */
    synchronized void takenBack(String name, Lease lease, long permits) {
        acquired(name, lease, -permits);
    }

    /**
     * Counts off what is about to be released, lost ones first: a permit of somebody who works under it must not be given
     * away for one that is gone.
     */
    synchronized GivenBack releasing(String name, long permits) {
        Count all = byName.get(name);
        if (all == null) {
            return new GivenBack(0, permits, Optional.empty());
        }
        Count now = all.asOfNow();
        long lost = Math.min(permits, now.lost());
        long held = permits - lost;
        keep(name, new Count(now.lease(), now.held() - held, now.lost() - lost));
        return new GivenBack(lost, held, now.held() > 0 ? Optional.of(now.lease()) : Optional.empty());
    }

    private void keep(String name, Count count) {
        if (count.held() <= 0 && count.lost() <= 0) {
            byName.remove(name);
        } else {
            byName.put(name, count);
        }
    }
}
