package io.trireme.state;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Permits of the whole cluster, which belong to the process that acquired them and come back when it ends. First come, first
 * served. As {@link java.util.concurrent.Semaphore}, which is no interface. Any thread; what is asked may throw
 * {@link LeaseLost} and {@link io.trireme.TriremeException}.
 */
public final class SharedSemaphore {
    private final Access access;

    SharedSemaphore(Access access) {
        this.access = access;
    }

    private Command command(Verb verb, int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits are counted from 1 on, not " + permits);
        }
        return access.command(verb).withAmount(permits);
    }

    private Pending.Undo undo(int permits) {
        return granted -> Optional.of(command(Verb.RELEASE, permits));
    }

    /** Acquires one permit, waiting for it. */
    public void acquire() throws InterruptedException {
        acquire(1);
    }

    /** Acquires so many at once, waiting for them. */
    public void acquire(int permits) throws InterruptedException {
        end(access.await(command(Verb.ACQUIRE, permits), undo(permits)), permits);
    }

    /** Acquires one permit if there is one and nobody waits for it. */
    public boolean tryAcquire() {
        return tryAcquire(1);
    }

    /** Acquires so many at once, if there are so many and nobody waits for them. */
    public boolean tryAcquire(int permits) {
        StateClient.Call call = access.callSurely(command(Verb.ACQUIRE, permits), undo(permits));
        return take(new Access.Awaited(access.answered(call), call.lease(), false), permits);
    }

    /** Acquires one permit, waiting for it for so long at most. */
    public boolean tryAcquire(Duration atMost) throws InterruptedException {
        return tryAcquire(1, atMost);
    }

    /** Acquires so many at once, waiting for them for so long at most. */
    public boolean tryAcquire(int permits, Duration atMost) throws InterruptedException {
        return end(access.await(command(Verb.ACQUIRE, permits), undo(permits), atMost.toNanos()), permits);
    }

    /** Acquires one permit without a thread that waits; who cancels the future no longer waits for it. */
    public CompletableFuture<@Nullable Void> acquireAsync() {
        return acquireAsync(1);
    }

    /** Acquires so many at once without a thread that waits; who cancels the future no longer waits for them. */
    public CompletableFuture<@Nullable Void> acquireAsync(int permits) {
        return access.awaitAsync(command(Verb.ACQUIRE, permits), undo(permits), new Access.Handover<@Nullable Void>() {
            @Override
            public @Nullable Void take(Access.Awaited awaited) {
                SharedSemaphore.this.take(awaited, permits);
                return null;
            }

            @Override
            public void takeBack(Access.Awaited awaited) {
                access.permits().takenBack(access.name(), awaited.lease(), permits);
            }
        });
    }

    private boolean take(Access.Awaited awaited, int permits) {
        if (awaited.reply().outcome() != Outcome.DONE) {
            return false;
        }
        access.permits().acquired(access.name(), awaited.lease(), permits);
        return true;
    }

    private boolean end(Access.Awaited awaited, int permits) throws InterruptedException {
        boolean taken = take(awaited, permits);
        if (!awaited.interrupted()) {
            return taken;
        }
        if (taken) {
            release(permits);
        }
        throw new InterruptedException();
    }

    /** Gives one permit back. */
    public void release() {
        release(1);
    }

    /**
     * Gives so many back.
     *
     * @throws LeaseLost if this process has lost some since it acquired them; the others are given back
     */
    public void release(int permits) {
        Command command = command(Verb.RELEASE, permits);
        Permits.GivenBack back = access.permits().releasing(access.name(), permits);
        if (back.held() > 0) {
            Command release = command.withAmount(back.held());
            // Under their own lease: should it be lost by now, they have gone back, and one more must not be made of
            // them.
            back.under().ifPresentOrElse(lease -> access.ask(lease, release), () -> access.release(release));
        }
        if (back.lost() > 0) {
            throw new LeaseLost();
        }
    }

    /** As {@link #release(int)}, without a thread that waits. */
    public CompletableFuture<Void> releaseAsync(int permits) {
        Command command = command(Verb.RELEASE, permits);
        Permits.GivenBack back = access.permits().releasing(access.name(), permits);
        CompletableFuture<?> released = back.held() == 0
                ? CompletableFuture.completedFuture(null)
                : access.call(back.under().orElseGet(access.client()::lease), command.withAmount(back.held()));
        return released.thenAccept(done -> {
            if (back.lost() > 0) {
                throw new LeaseLost();
            }
        });
    }

    /** How many nobody has. */
    public int availablePermits() {
        return Math.toIntExact(access.ask(access.command(Verb.SIZE)).amount());
    }

    /** Acquires all that nobody has; returns how many. */
    public int drainPermits() {
        StateClient.Call call = access.callSurely(
                access.command(Verb.DRAIN),
                granted -> granted.amount() > 0
                        ? Optional.of(access.command(Verb.RELEASE).withAmount(granted.amount()))
                        : Optional.empty());
        int drained = Math.toIntExact(access.answered(call).amount());
        access.permits().acquired(access.name(), call.lease(), drained);
        return drained;
    }
}
