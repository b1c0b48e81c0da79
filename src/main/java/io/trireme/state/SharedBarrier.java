package io.trireme.state;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * A place where so many parties of the whole cluster wait for each other, again and again. It breaks when one of them goes
 * away: by dying, by an interrupt, or by not waiting any longer. As {@link java.util.concurrent.CyclicBarrier}. Any thread.
 */
public final class SharedBarrier {
    private final Access access;

    SharedBarrier(Access access) {
        this.access = access;
    }

    /** Waits for the others; returns how many were still to come, 0 for the last one. */
    public int await() throws InterruptedException, BrokenBarrierException {
        return end(access.await(access.command(Verb.AWAIT), Pending.Undo.NONE));
    }

    /** Waits for the others for so long at most; breaks it if that was too short. */
    public int await(Duration atMost) throws InterruptedException, BrokenBarrierException, TimeoutException {
        Access.Awaited awaited = access.await(access.command(Verb.AWAIT), Pending.Undo.NONE, atMost.toNanos());
        if (awaited.reply().outcome() == Outcome.WITHDRAWN && !awaited.interrupted()) {
            throw new TimeoutException("not all parties came within " + atMost);
        }
        return end(awaited);
    }

    /**
     * Completes when all have come, with how many were still to come, or fails with {@link BrokenBarrierException}. Who cancels it
     * goes away, which breaks the barrier.
     */
    public CompletableFuture<Integer> awaitAsync() {
        return access.awaitAsync(access.command(Verb.AWAIT), Pending.Undo.NONE, awaited -> {
            if (awaited.reply().outcome() != Outcome.DONE) {
                throw new CompletionException(broken());
            }
            return Math.toIntExact(awaited.reply().amount());
        });
    }

    private static BrokenBarrierException broken() {
        return new BrokenBarrierException("a party of the barrier went away; reset it");
    }

    private static int end(Access.Awaited awaited) throws InterruptedException, BrokenBarrierException {
        if (awaited.reply().outcome() == Outcome.DONE) {
            if (awaited.interrupted()) {
                Thread.currentThread().interrupt(); // all have come: the interrupt is for what follows
            }
            return Math.toIntExact(awaited.reply().amount());
        }
        if (awaited.interrupted()) {
            throw new InterruptedException();
        }
        throw broken();
    }

    /** Makes it as new; who waits learns that it is broken. */
    public void reset() {
        access.ask(access.command(Verb.RESET));
    }

    /** As {@link #reset}, without a thread that waits. */
    public CompletableFuture<Void> resetAsync() {
        return access.askAsync(access.command(Verb.RESET)).thenAccept(done -> {});
    }

    /** Whether a party went away since it was reset. */
    public boolean isBroken() {
        return access.ask(access.command(Verb.GET)).outcome() == Outcome.BROKEN;
    }

    /** How many wait at present. */
    public int waiting() {
        return Math.toIntExact(access.ask(access.command(Verb.GET)).amount());
    }

    /** How many there are to be. */
    public int parties() {
        return access.shape();
    }
}
