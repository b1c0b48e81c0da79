package io.trireme.deadletter;

import io.trireme.wire.Answer;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * What the brokers know of the transactional id that an operator has opened: whether it still is its own, and how its last
 * transaction stands. Waits a bounded time; brokers that do not answer are told of in the log.
 */
final class OperatorsTurn {
    private static final Logger LOG = Logger.getLogger(OperatorsTurn.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long who takes over may take to show, and a commit to be told to all partitions. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(5);

    private final SharedAdmin admin;
    private final String id;
    private final int sign;

    /** @param sign the timeout that this operator's transactions have, by which it is told from others */
    OperatorsTurn(SharedAdmin admin, String id, int sign) {
        this.admin = admin;
        this.id = id;
        this.sign = sign;
    }

    /**
     * Whether somebody else has the transactional id. Asked after an error that does not say so: while the brokers abort an open
     * transaction for the next owner they answer its commit with one (seen with 4.3, as an unknown error of the server).
     */
    boolean isOver() {
        return await(transaction -> transaction.transactionTimeoutMs() != sign);
    }

    /**
     * Waits until readers are given what was committed: a commit is answered before its partitions are told, and until then a letter
     * that was moved is seen where it was. Not for ever: what is committed stays so.
     */
    void awaitSeen() {
        await(transaction -> transaction.state() != TransactionState.PREPARE_COMMIT);
    }

    /** Whether it comes to be so. */
    private boolean await(Predicate<TransactionDescription> wanted) {
        long deadline = System.nanoTime() + MOST.toNanos();
        try {
            while (!Thread.currentThread().isInterrupted() && System.nanoTime() < deadline) {
                var transaction =
                        admin.client().describeTransactions(List.of(id)).description(id);
                if (wanted.test(Answer.to(transaction, PATIENCE))) {
                    return true;
                }
                LockSupport.parkNanos(ASK_AGAIN_AFTER.toNanos());
            }
        } catch (KafkaException unknown) {
            LOG.debugf("How %s stands could not be asked: %s", id, unknown.getMessage());
        }
        return false;
    }
}
