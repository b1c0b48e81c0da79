package io.trireme.state;

/**
 * What the caller held is no longer its own: its process showed no sign of life for longer than its lease, being paused or cut off,
 * and others may hold it by now. Work done since then under the lock may have happened beside theirs; a fencing token tells the two
 * apart. The call that failed may have been carried out before the lease ended. Thrown once, by the next call of who held
 * something; the one after that begins anew.
 */
public final class LeaseLost extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    LeaseLost() {
        super(
                "The lease of this process ended: it showed no sign of life for longer than trireme.state.lease, so that what it"
                        + " held may be held by others. Stop what was done under the lock, and acquire it again.");
    }
}
