package io.trireme.state;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The permits of one {@link SharedLimit} that this process has: those in use, those unused, and the calls for more on behalf of
 * who waits. Calls are made for no more than wait, nor for more than the permits that it does not have, or one: so a process that
 * has all of them stands in the line behind the others when it has to give them back. Any thread.
 */
final class LeasedPermits {
    private static final Duration KEPT = Duration.ofMillis(250);
    private static final Duration KEPT_UNUSED = Duration.ofMillis(50);

    private final Access access;
    private final Later later;
    private final SequencedSet<CompletableFuture<SharedPermit>> waiting =
            new LinkedHashSet<>(); // guarded by this, as is all below
    private final Deque<CompletableFuture<?>> calls =
            new ArrayDeque<>(); // no more than wait, and than there are permits
    private int calling; // as many as there are, and those about to be
    private @Nullable Lease under; // what this process has it has under this one
    private int held;
    private final Deque<Leased> unused = new ArrayDeque<>(); // the one given back last is the first
    private final List<Leased> stale = new ArrayList<>(); // they were unused, and are to go back
    private boolean looking;

    LeasedPermits(Access access, Later later) {
        this.access = access;
        this.later = later;
    }

    /** Takes a permit if there is one and nobody waits for it. */
    Optional<SharedPermit> tryAcquire() {
        Optional<Leased> here = takeUnused();
        releaseStale();
        if (here.isPresent()) {
            return here.map(leased -> new SharedPermit(this, leased));
        }
        synchronized (this) {
            if (!waiting.isEmpty()) {
                return Optional.empty();
            }
        }
        StateClient.Call call = access.callSurely(command(Verb.ACQUIRE), this::undo);
        return access.answered(call).outcome() == Outcome.DONE
                ? Optional.of(new SharedPermit(this, leased(call.lease())))
                : Optional.empty();
    }

    /** Completes with a permit; who cancels it no longer waits for one. */
    CompletableFuture<SharedPermit> acquireAsync() {
        var wanted = new CompletableFuture<SharedPermit>();
        Optional<Leased> here = takeUnused(wanted);
        releaseStale();
        if (here.isPresent()) {
            wanted.complete(new SharedPermit(this, here.get()));
            return wanted;
        }
        wanted.whenComplete((any, failure) -> {
            forget(wanted);
            look();
        });
        callMore();
        return wanted;
    }

    /** A permit that this process has. */
    record Leased(Lease lease, long since, long unusedSince) {}

    private synchronized void forget(CompletableFuture<SharedPermit> wanted) {
        waiting.remove(wanted);
    }

    private Command command(Verb verb) {
        return access.command(verb).withAmount(1);
    }

    private Optional<Command> undo(Reply granted) {
        return Optional.of(command(Verb.RELEASE));
    }

    private synchronized Leased leased(Lease lease) {
        held = 1 + (lease == under ? held : 0);
        under = lease;
        long now = later.getAsLong();
        return new Leased(lease, now, now);
    }

    /** What was held under a lease that is lost is held no more. Guarded by this. */
    private int held() {
        return under == null || under.isLost() ? 0 : held;
    }

    private synchronized void isGone(Leased permit) {
        held -= permit.lease() == under ? 1 : 0;
    }

    private synchronized Optional<Leased> takeUnused() {
        for (Leased first = unused.poll(); first != null; first = unused.poll()) {
            if (mayBeKept(first)) {
                return Optional.of(first);
            }
            stale.add(first);
        }
        return Optional.empty();
    }

    private void releaseStale() {
        List<Leased> all;
        synchronized (this) {
            all = List.copyOf(stale);
            stale.clear();
        }
        all.forEach(this::release);
    }

    /** Either it gets one, or whoever gives one back sees that it waits. */
    private synchronized Optional<Leased> takeUnused(CompletableFuture<SharedPermit> wanted) {
        Optional<Leased> here = takeUnused();
        if (here.isEmpty()) {
            waiting.add(wanted);
        }
        return here;
    }

    private boolean mayBeKept(Leased permit) {
        long now = later.getAsLong();
        return now - permit.since() < KEPT.toNanos() && permit.lease().isSure(now);
    }

    /** Nobody waits for the answer: it is asked for until there is one. */
    private void release(Leased permit) {
        isGone(permit);
        access.insist(permit.lease(), command(Verb.RELEASE));
    }

    /** @throws LeaseLost if others may have had it meanwhile */
    void giveBack(Leased permit) {
        if (permit.lease().isLost()) {
            callMore();
            throw new LeaseLost();
        }
        if (mayBeKept(permit)) {
            give(permit);
        } else {
            release(permit);
            callMore();
        }
    }

    /** To who has waited longest, or for the next call. */
    private void give(Leased permit) {
        var next = next(permit);
        if (next == null) {
            look();
        } else {
            tell(() -> {
                if (!next.complete(new SharedPermit(this, permit))) {
                    give(permit);
                }
            });
        }
    }

    /** What a user does then is nothing to who gave the permit back, and may wait, or give it back in its turn. */
    private void tell(Runnable whatCameOfIt) {
        access.client().continuations().execute(whatCameOfIt);
    }

    /** Who waits; if nobody does, the permit is for the next one. */
    private synchronized @Nullable CompletableFuture<SharedPermit> next(Leased permit) {
        if (!waiting.isEmpty()) {
            return waiting.removeFirst();
        }
        unused.push(new Leased(permit.lease(), permit.since(), later.getAsLong()));
        return null;
    }

    /** Sees to it that in a while what is not used goes back to the others, and what nobody waits for is not called for. */
    private void look() {
        synchronized (this) {
            if (looking || unused.isEmpty() && calls.size() <= waiting.size()) {
                return;
            }
            looking = true;
        }
        later.run(KEPT_UNUSED, this::giveUp);
    }

    private void giveUp() {
        var tooMany = new ArrayList<CompletableFuture<?>>();
        synchronized (this) {
            looking = false;
            long now = later.getAsLong();
            unused.removeIf(permit -> now - permit.unusedSince() >= KEPT_UNUSED.toNanos() && stale.add(permit));
            for (int more = calls.size() - waiting.size(); more > 0; more--) {
                tooMany.add(calls.removeLast());
            }
        }
        releaseStale();
        tooMany.forEach(call -> call.cancel(false));
        callMore();
        look();
    }

    /** One call for each who waits, as far as there are permits that this process does not have. */
    private void callMore() {
        while (claimsCall()) {
            try {
                CompletableFuture<Leased> call =
                        access.awaitAsync(access.client().lease(), command(Verb.ACQUIRE), this::undo, new Arrival());
                synchronized (this) {
                    calls.add(call);
                }
                call.whenComplete((permit, failure) -> answered(call, permit, failure));
            } catch (RuntimeException refused) {
                synchronized (this) {
                    calling--;
                }
                fail(refused);
                return;
            }
        }
    }

    /** A call is answered; if it was given up in that moment, it is as if the permit had never been here. */
    private final class Arrival implements Access.Handover<Leased> {
        private @Nullable Leased arrived; // of the thread that takes the answer in

        @Override
        public Leased take(Access.Awaited awaited) {
            Leased permit = leased(awaited.lease());
            arrived = permit;
            return permit;
        }

        @Override
        public void takeBack(Access.Awaited awaited) {
            Optional.ofNullable(arrived).ifPresent(LeasedPermits.this::isGone);
        }
    }

    private synchronized boolean claimsCall() {
        if (calling >= Math.min(waiting.size(), Math.max(1, access.shape() - held()))) {
            return false;
        }
        calling++;
        return true;
    }

    private void answered(CompletableFuture<Leased> call, @Nullable Leased permit, @Nullable Throwable failure) {
        synchronized (this) {
            calls.remove(call);
            calling--;
        }
        if (permit != null) {
            give(permit);
        } else if (!call.isCancelled()) {
            fail(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
        }
        callMore();
    }

    /** A lost lease is nothing to who only waits: the next call opens another one. */
    private void fail(@Nullable Throwable failure) {
        List<CompletableFuture<SharedPermit>> all;
        synchronized (this) {
            all = failure instanceof LeaseLost ? List.of() : List.copyOf(waiting);
            all.forEach(waiting::remove);
        }
        all.forEach(one -> tell(() -> one.completeExceptionally(failure)));
    }
}
