package io.trireme.state;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A flag of the whole cluster that can be waited for. Any thread. */
public final class SharedEvent {
    private final Access access;

    SharedEvent(Access access) {
        this.access = access;
    }

    /** Sets it: all who wait go on. */
    public void set() {
        access.ask(access.command(Verb.PUT));
    }

    /** Clears it: who comes from now on waits. */
    public void clear() {
        access.ask(access.command(Verb.CLEAR));
    }

    /** Whether it is set. */
    public boolean isSet() {
        return access.ask(access.command(Verb.GET)).outcome() == Outcome.DONE;
    }

    /** Waits until it is set. */
    public void await() throws InterruptedException {
        end(access.await(access.command(Verb.AWAIT), Pending.Undo.NONE));
    }

    /** Waits until it is set, for so long at most; returns whether it was. */
    public boolean await(Duration atMost) throws InterruptedException {
        return end(access.await(access.command(Verb.AWAIT), Pending.Undo.NONE, atMost.toNanos()));
    }

    private static boolean end(Access.Awaited awaited) throws InterruptedException {
        if (awaited.interrupted()) {
            throw new InterruptedException();
        }
        return awaited.reply().outcome() == Outcome.DONE;
    }

    /** Sets it, without a thread that waits. */
    public CompletableFuture<Void> setAsync() {
        return access.askAsync(access.command(Verb.PUT)).thenAccept(done -> {});
    }

    /** Clears it, without a thread that waits. */
    public CompletableFuture<Void> clearAsync() {
        return access.askAsync(access.command(Verb.CLEAR)).thenAccept(done -> {});
    }

    /** Whether it is set, without a thread that waits. */
    public CompletableFuture<Boolean> isSetAsync() {
        return access.askAsync(access.command(Verb.GET)).thenApply(reply -> reply.outcome() == Outcome.DONE);
    }

    /** Completes when it is set. */
    public CompletableFuture<@Nullable Void> awaitAsync() {
        return access.awaitAsync(access.command(Verb.AWAIT), Pending.Undo.NONE, set -> null);
    }
}
