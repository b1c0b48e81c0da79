package io.trireme.state;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A bound on what the whole cluster does at once: at most so many permits are out. It is a bounded semaphore of that name whose
 * permits this process keeps for a while: one that is given back goes to who waits here, or waits for the next call, without a
 * round trip, for a quarter of a second from when the process got it, a twentieth of it unused; then it goes back to the
 * others. Keep the object, since what it leases is its own.
 *
 * <p>So who waits elsewhere waits a quarter of a second longer than at a semaphore, at most. Processes are served in the
 * order in which they ask, as are the threads of a process. Permits of a process that dies come back when its lease ends.
 * Any thread; what is asked may throw {@link LeaseLost} and {@link io.trireme.TriremeException}.
 */
public final class SharedLimit {
    private final Access access;
    private final LeasedPermits permits;

    SharedLimit(Access access, Later later) {
        this.access = access;
        this.permits = new LeasedPermits(access, later);
    }

    /** Waits for a permit. */
    public SharedPermit acquire() throws InterruptedException {
        return access.patience().await(acquireAsync());
    }

    /** Waits for a permit, for so long at most. */
    public Optional<SharedPermit> tryAcquire(Duration atMost) throws InterruptedException {
        CompletableFuture<SharedPermit> permit = acquireAsync();
        return access.patience().await(permit, atMost) ? Optional.of(permit.join()) : Optional.empty();
    }

    /** Takes a permit if there is one and nobody waits for it. */
    public Optional<SharedPermit> tryAcquire() {
        return permits.tryAcquire();
    }

    /** Completes with a permit; who cancels it no longer waits for one. */
    public CompletableFuture<SharedPermit> acquireAsync() {
        return permits.acquireAsync();
    }

    /** How many nobody has, as far as those know who hold the state; unused ones of processes count as taken. */
    public int availablePermits() {
        return Math.toIntExact(access.ask(access.command(Verb.SIZE)).amount());
    }
}
