package io.trireme.state;

import io.trireme.Fault;
import io.trireme.Snooze;
import io.trireme.TriremeException;
import io.trireme.consume.Exclusion;
import io.trireme.wire.LogBudget;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The turns of {@link io.trireme.Exclusive} handlers: the shared lock of that name, held by the attempt's thread. Of the attempts
 * of this process one stands in the cluster's line, the others wait before a gate of its own, so that a thousand that want
 * their turn are a thousand waiting threads and one call. Any thread.
 */
@Singleton
class ExclusiveLocks implements Exclusion {
    private static final Logger LOG = Logger.getLogger(ExclusiveLocks.class);

    /** At the gate, and again in the line: a worker is not held for longer than both. */
    private static final Duration WAITS = Duration.ofMillis(500);

    /** Then the worker is free for so long. */
    private static final Duration RESTS = Duration.ofSeconds(2);

    private final SharedState state;
    private final Duration waits;
    private final Map<String, Semaphore> gates = new ConcurrentHashMap<>(); // one a name; those stand in the code
    private final LogBudget budget = new LogBudget(System::nanoTime);

    @Inject
    ExclusiveLocks(SharedState state) {
        this(state, WAITS);
    }

    ExclusiveLocks(SharedState state, Duration waits) {
        this.state = state;
        this.waits = waits;
    }

    @Override
    public Hold enter(String name) throws InterruptedException {
        Semaphore gate = gates.computeIfAbsent(name, any -> new Semaphore(1, true));
        if (!gate.tryAcquire(waits.toNanos(), TimeUnit.NANOSECONDS)) {
            throw Snooze.of(RESTS);
        }
        boolean entered = false;
        try {
            SharedLock lock = state.lock(name);
            if (!taken(lock, name)) {
                throw Snooze.of(RESTS);
            }
            entered = true;
            return new Turn(lock, lock.hold(), gate);
        } finally {
            if (!entered) {
                gate.release();
            }
        }
    }

    /** A name that is something else stays so, and is the attempt's failure; all else passes. */
    private boolean taken(SharedLock lock, String name) throws InterruptedException {
        try {
            return lock.tryLock(waits);
        } catch (TriremeException refused) {
            if (refused.fault() == Fault.STATE_OTHER_KIND) {
                throw refused;
            }
            if (budget.allows()) {
                LOG.warnf(
                        "A task waits for its turn under @Exclusive(\"%s\"), and comes again in %d s: %s%s",
                        name, RESTS.toSeconds(), refused.getMessage(), budget.suppressed());
            }
            return false;
        } catch (LeaseLost lost) {
            return false; // while it waited; it held nothing
        }
    }

    /** Of one attempt: its thread has the lock, and the way through the gate. */
    private static final class Turn implements Hold {
        private final SharedLock lock;
        private final Holds.Hold hold;
        private final Semaphore gate;
        private boolean over; // of the thread that took it

        Turn(SharedLock lock, Holds.Hold hold, Semaphore gate) {
            this.lock = lock;
            this.hold = hold;
            this.gate = gate;
        }

        @Override
        public long token() {
            return SharedLock.sure(hold);
        }

        @Override
        public void end() {
            over = true;
            try {
                lock.unlock(hold);
            } finally {
                gate.release();
            }
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                lock.unlockSoon(hold);
                gate.release();
            }
        }
    }
}
