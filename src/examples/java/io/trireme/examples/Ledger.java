package io.trireme.examples;

import io.trireme.Exclusive;
import io.trireme.Handles;
import io.trireme.TaskContext;
import io.trireme.state.SharedState;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * One attempt at a time in the whole cluster, and a store that keeps out who lost its turn without knowing it. It needs a process
 * with the role {@code state}, which {@code ./trireme dev} has: {@code ./trireme publish ledger '{"amount":5}'}, as often as you
 * like and to as many processes; {@code ./trireme state show ledger} while it works, {@code ./trireme state show ledger-balance} after.
 */
@ApplicationScoped
class Ledger {
    private static final Logger LOG = Logger.getLogger(Ledger.class);

    private final SharedState state;

    Ledger(SharedState state) {
        this.state = state;
    }

    record Entry(long amount) {}

    /** What the store holds: the token of who wrote it last goes along. */
    record Balance(long amount, long token) {
        static final Balance NONE = new Balance(0, 0);
    }

    @Handles("ledger")
    @Exclusive("ledger")
    long post(Entry entry, TaskContext task) {
        var store = state.value("ledger-balance", Balance.class);
        var before = store.get();
        long token = task.fencingToken();
        if (before.orElse(Balance.NONE).token() > token) {
            throw new IllegalStateException("Others have had their turn since; this one comes again.");
        }
        var after = new Balance(before.orElse(Balance.NONE).amount() + entry.amount(), token);
        if (!store.compareAndSet(before, after)) { // the check and the change are one step
            throw new IllegalStateException("Others have changed it meanwhile; this one comes again.");
        }
        LOG.infof("%+d makes %d", entry.amount(), after.amount());
        return after.amount();
    }
}
