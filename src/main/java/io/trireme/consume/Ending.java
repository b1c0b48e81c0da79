package io.trireme.consume;

import io.trireme.wire.Deliveries;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Waits for the brokers on behalf of one attempt: when they have all that was written of it, its offset is finished.
 *
 * <p>How many writes there are is said before the first of them is handed over, so that one which is answered at once does
 * not finish the offset while another one is still to be made. When the epoch ends meanwhile the attempt is let go, and
 * whoever gets the partition runs the task again; what was written of it by then stays.
 *
 * <p>Threading: its waiters are told by the producers' threads and the timers'.
 */
final class Ending {
    private final Attempt attempt;
    private final Counters counters;
    private final LongAdder ended;
    private final AtomicInteger open;
    private volatile boolean incomplete; // set by a waiter that gave up, read by the last one

    /**
     * @param ended what a task that ends like this is counted by
     * @param writes how many waiters are asked for
     */
    Ending(Attempt attempt, Counters counters, LongAdder ended, int writes) {
        this.attempt = attempt;
        this.counters = counters;
        this.ended = ended;
        this.open = new AtomicInteger(writes);
    }

    /** The waiter of the next write, which is about to begin. */
    Deliveries.Waiter waiter() {
        return new Part();
    }

    private void over() {
        if (open.decrementAndGet() > 0) {
            return;
        }
        if (incomplete) {
            attempt.letGo(); // its lane went on when the writes were handed over
        } else {
            ended.increment();
            attempt.finished();
        }
    }

    /** Waits for one of the writes. Called by one thread after the other. */
    private final class Part implements Deliveries.Waiter {
        private final AwaitedWrite write = new AwaitedWrite(attempt.epoch());

        @Override
        public boolean wanted() {
            return write.wanted();
        }

        @Override
        public void heldUp() {
            counters.heldUp().increment();
            write.noLonger();
        }

        @Override
        public void delivered() {
            over();
            write.noLonger();
        }

        @Override
        public void givenUp() {
            incomplete = true;
            over();
            write.noLonger();
        }
    }
}
