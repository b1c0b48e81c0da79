package io.trireme.state;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A rate that the whole cluster keeps together: at most so many permits at once, and so many in each period from then on. Permits are
 * fetched in batches, as many as this process is about to need within 50 ms at the rate at which it asked for them of late, so
 * that as a rule a call costs no round trip; keep the object, since the batch is its own. What was fetched is used within
 * 100 ms or not at all. So in any time {@code t} the cluster uses at most {@code permits × (1 + (t + 0.1 s + a round trip) / period)}.
 * Less, where processes stop waiting for what they had asked for: what was given to them is not given back.
 *
 * <p>Processes are served in the order in which they ask, each with one question at a time, and within a process so are
 * its threads. Another rate for the name of one that is in use is refused ({@code STATE_OTHER_SHAPE}): it may be given when nothing
 * was used for so long that all permits are there again, or after a {@link #reset}.
 *
 * <p>Time is the brokers'. Any thread; what is asked may throw {@link io.trireme.TriremeException}.
 */
public final class SharedRateLimiter {
    private static final Duration AHEAD = Duration.ofMillis(50);
    private static final Duration LASTS = Duration.ofMillis(100);

    private final Access access;
    private final Duration per;
    private final Later later;
    private final SequencedSet<CompletableFuture<@Nullable Void>> waiting =
            new LinkedHashSet<>(); // guarded by this, as is all below
    private boolean asking;
    private long stock;
    private long fetched; // when the stock was
    private long used; // since this time
    private long since;
    private long before; // in the time for which batches are fetched, as it was until then

    SharedRateLimiter(Access access, Duration per, Later later) {
        this.access = access;
        this.per = per;
        this.later = later;
        this.since = later.getAsLong();
    }

    /** Waits for a permit. */
    public void acquire() throws InterruptedException {
        access.patience().await(acquireAsync());
    }

    /** Waits for a permit, for so long at most; returns whether it got one. */
    public boolean tryAcquire(Duration atMost) throws InterruptedException {
        return access.patience().await(acquireAsync(), atMost);
    }

    /** Takes a permit if there is one now. */
    public boolean tryAcquire() {
        long most;
        synchronized (this) {
            if (takesFromStock()) {
                return true;
            }
            if (!waiting.isEmpty()) {
                return false;
            }
            most = 1 + spare();
        }
        Reply reply = access.ask(asking(1, most));
        if (reply.outcome() != Outcome.DONE) {
            return false;
        }
        synchronized (this) {
            used++;
        }
        keep(Long.parseLong(reply.value()) - 1);
        return true;
    }

    /** Completes when there is a permit; who cancels it no longer waits. */
    public CompletableFuture<@Nullable Void> acquireAsync() {
        var wanted = new CompletableFuture<@Nullable Void>();
        synchronized (this) {
            if (waiting.isEmpty() && takesFromStock()) {
                return CompletableFuture.completedFuture(null);
            }
            waiting.add(wanted);
        }
        wanted.whenComplete((any, failure) -> forget(wanted));
        ask();
        return wanted;
    }

    private synchronized void forget(CompletableFuture<@Nullable Void> wanted) {
        waiting.remove(wanted);
    }

    /** Guarded by this. */
    private boolean takesFromStock() {
        if (stock == 0 || later.getAsLong() - fetched > LASTS.toNanos()) {
            stock = 0;
            return false;
        }
        stock--;
        used++;
        return true;
    }

    /** What the rate has in the time for which batches are fetched. */
    private long atMostAhead() {
        return (long) Math.min(access.shape() - 1, (double) access.shape() * AHEAD.toNanos() / per.toNanos());
    }

    /** As many as it is about to need, beside those who wait: none where it asks for one now and then. Guarded by this. */
    private long spare() {
        long now = later.getAsLong();
        long need = used * AHEAD.toNanos() / Math.max(AHEAD.toNanos(), now - since);
        if (now - since >= AHEAD.toNanos()) {
            before = need;
            used = 0;
            since = now;
        }
        return Math.min(atMostAhead(), Math.max(need, before));
    }

    private Command asking(long least, long most) {
        return access.command(Verb.ACQUIRE)
                .withAmount(Math.min(most, access.shape()))
                .withField(Long.toString(per.toMillis()))
                .expecting(Long.toString(least));
    }

    private void ask() {
        Command command;
        synchronized (this) {
            if (asking || waiting.isEmpty()) {
                return;
            }
            asking = true;
            long least = Math.clamp(waiting.size(), 1, Math.max(1, atMostAhead()));
            command = asking(least, least + spare()).waiting();
        }
        try {
            access.call(access.client().lease(), command).whenComplete((reply, failure) -> {
                if (failure != null) {
                    fail(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
                } else if (reply.outcome() == Outcome.DONE) {
                    later.run(Duration.ofMillis(reply.amount()), () -> arrived(Long.parseLong(reply.value())));
                } else { // so much has been given that it would be for another day
                    later.run(Duration.ofMillis(reply.amount() / 2), () -> arrived(0));
                }
            });
        } catch (RuntimeException refused) {
            fail(refused);
        }
    }

    /** So many may be used from now on. */
    private void arrived(long permits) {
        List<CompletableFuture<@Nullable Void>> served;
        synchronized (this) {
            served = waiting.stream().limit(permits).toList();
            served.forEach(waiting::remove);
            asking = false;
            used += served.size();
        }
        keep(permits - served.size());
        served.forEach(one -> tell(() -> one.complete(null)));
        ask();
    }

    /** What a user does then may wait for another permit. */
    private void tell(Runnable whatCameOfIt) {
        access.client().continuations().execute(whatCameOfIt);
    }

    private synchronized void keep(long permits) {
        if (permits > 0) {
            stock = permits; // what was left of another batch is lost: it would become older than it may
            fetched = later.getAsLong();
        }
    }

    /** A lost lease is nothing to who holds nothing: the next question opens another one. */
    private void fail(@Nullable Throwable failure) {
        List<CompletableFuture<@Nullable Void>> all;
        synchronized (this) {
            asking = false;
            all = failure instanceof LeaseLost ? List.of() : List.copyOf(waiting);
            all.forEach(waiting::remove);
        }
        all.forEach(one -> tell(() -> one.completeExceptionally(failure)));
        ask();
    }

    /**
     * Fills it up, whatever rate it was made with. What was given before may be used beside what there is from now on: for so
     * long the bound holds for each of them.
     */
    public void reset() {
        access.ask(access.command(Verb.RESET).withField(Long.toString(per.toMillis())));
    }
}
