package io.trireme.result;

import io.trireme.wire.Deliveries;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Room for what handlers returned and the brokers do not have yet. Tasks in flight are bounded by what they weigh, but what
 * comes out of one may weigh a thousand times that, and is held as long as the brokers are away. So a worker waits here with
 * the value that it brings, and makes no other one meanwhile.
 *
 * <p>Threading: the runners' threads wait, each with its own value; the producer's thread and the timer's give room back. The
 * timer's thread, which settles tasks that were given up, never waits: those have no value.
 */
final class HeldValues {
    /** Most bytes; a larger value has all of the room for itself. */
    static final int MOST = 64 << 20;

    /** How soon a worker that waits sees that nobody wants its value any more. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final int most;
    private final Semaphore room;

    HeldValues(int most) {
        this.most = most;
        this.room = new Semaphore(most, true); // fair: small values would pass a large one for ever
    }

    /** Waits for room for the value, if there is one. Returns who is to be told of its delivery, which gives the room back. */
    Deliveries.Waiter hold(TaskResult result, Deliveries.Waiter waiter) {
        int bytes = result.value()
                .map(value -> Math.min(value.bytes().length, most))
                .orElse(0);
        return bytes > 0 && hasRoom(bytes, waiter) ? new Held(bytes, waiter) : waiter;
    }

    /** False: it is not wanted any more, or the worker was interrupted, which is done when that is so. */
    private boolean hasRoom(int bytes, Deliveries.Waiter waiter) {
        try {
            do {
                if (room.tryAcquire(bytes, LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    return true;
                }
            } while (waiter.wanted());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Gives the room back when the delivery is over. Told by one thread after the other. */
    private final class Held implements Deliveries.Waiter {
        private final int bytes;
        private final Deliveries.Waiter waiter;

        private Held(int bytes, Deliveries.Waiter waiter) {
            this.bytes = bytes;
            this.waiter = waiter;
        }

        @Override
        public boolean wanted() {
            return waiter.wanted();
        }

        @Override
        public void heldUp() {
            waiter.heldUp();
        }

        @Override
        public void delivered() {
            room.release(bytes);
            waiter.delivered();
        }

        @Override
        public void givenUp() {
            room.release(bytes);
            waiter.givenUp();
        }
    }
}
