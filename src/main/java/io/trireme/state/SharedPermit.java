package io.trireme.state;

/** A permit of a {@link SharedLimit} that the caller has, until it is closed. Any thread. */
public final class SharedPermit implements AutoCloseable {
    private final LeasedPermits permits;
    private final LeasedPermits.Leased leased;
    private boolean closed; // guarded by this

    SharedPermit(LeasedPermits permits, LeasedPermits.Leased leased) {
        this.permits = permits;
        this.leased = leased;
    }

    /**
     * Gives it back, once.
     *
     * @throws LeaseLost if others may have had it meanwhile, since this process lost its lease
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        permits.giveBack(leased);
    }
}
