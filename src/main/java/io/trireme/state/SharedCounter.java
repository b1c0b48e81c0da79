package io.trireme.state;

import java.util.concurrent.CompletableFuture;

/** A number of the whole cluster; 0 at first. As {@link java.util.concurrent.atomic.AtomicLong}. Any thread. */
public final class SharedCounter {
    private final Access access;

    SharedCounter(Access access) {
        this.access = access;
    }

    /** What it is. */
    public long get() {
        return access.ask(access.command(Verb.GET)).amount();
    }

    /** Adds to it; returns what it is then. */
    public long addAndGet(long delta) {
        return access.ask(access.command(Verb.ADD).withAmount(delta)).amount();
    }

    /** Adds to it without a thread that waits. */
    public CompletableFuture<Long> addAndGetAsync(long delta) {
        return access.askAsync(access.command(Verb.ADD).withAmount(delta)).thenApply(Reply::amount);
    }

    /** What it is, without a thread that waits. */
    public CompletableFuture<Long> getAsync() {
        return access.askAsync(access.command(Verb.GET)).thenApply(Reply::amount);
    }

    /** Sets it without a thread that waits; completes with what it was. */
    public CompletableFuture<Long> getAndSetAsync(long number) {
        return access.askAsync(access.command(Verb.PUT).withAmount(number)).thenApply(Reply::amount);
    }

    /** Sets it if it is what is expected, without a thread that waits. */
    public CompletableFuture<Boolean> compareAndSetAsync(long expected, long number) {
        return access.askAsync(replacing(expected, number)).thenApply(reply -> reply.outcome() == Outcome.DONE);
    }

    /** Adds 1; returns what it is then. */
    public long incrementAndGet() {
        return addAndGet(1);
    }

    /** Takes 1 away; returns what it is then. */
    public long decrementAndGet() {
        return addAndGet(-1);
    }

    /** Sets it; returns what it was. */
    public long getAndSet(long number) {
        return access.ask(access.command(Verb.PUT).withAmount(number)).amount();
    }

    /** Sets it if it is what is expected. */
    public boolean compareAndSet(long expected, long number) {
        return access.ask(replacing(expected, number)).outcome() == Outcome.DONE;
    }

    private Command replacing(long expected, long number) {
        return access.command(Verb.REPLACE_IF).withAmount(number).expecting(Long.toString(expected));
    }
}
