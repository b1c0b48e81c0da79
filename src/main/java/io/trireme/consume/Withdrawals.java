package io.trireme.consume;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks of one queue are not to run any more: those that are revoked, and those that were purged. Nearly always none:
 * then it costs a task one look at one field as it begins, and another one as it ends; and where there are some, one look at
 * those as it begins, and another one only when they were changed since.
 *
 * <p>Walk-through of the one race: a task begins just as it is revoked. Who revokes changes this first and looks who runs
 * afterwards; the worker shows what it runs before the task looks here. So either the task sees that it is revoked and does
 * not reach its handler, or it is found running and interrupted. Each change is a new {@link InForce}, set when the revocations
 * in it are there: so a task that finds the one it began with has not been revoked since it looked.
 *
 * <p>Threading: the thread that follows the orders changes it, any thread asks.
 */
final class Withdrawals {
    private volatile @Nullable InForce inForce; // null while nothing is; written under the lock, read twice a task

    /** From now on these are in force, and what is taken into them later; they are kept, not copied. */
    synchronized void set(Revocations revocations) {
        InForce now = inForce;
        set(revocations.size() == 0 ? null : revocations, now == null ? null : now.purge);
    }

    /** From now on this is dropped, and nothing that was to be before. */
    synchronized void set(@Nullable Purge purge) {
        InForce now = inForce;
        set(now == null ? null : now.revocations, purge);
    }

    private void set(@Nullable Revocations revocations, @Nullable Purge purge) {
        inForce = revocations == null && purge == null ? null : new InForce(revocations, purge);
    }

    /** What is in force now; null while nothing is. */
    @Nullable
    InForce inForce() {
        return inForce;
    }

    /** Whether this task is not to begin. */
    boolean cover(ConsumerRecord<byte[], byte[]> record) {
        InForce now = inForce;
        return now != null && now.cover(record);
    }

    /** Whether this task is not to go on either. */
    boolean areRevoked(ConsumerRecord<byte[], byte[]> record) {
        InForce now = inForce;
        return now != null && now.revoked(record);
    }

    /** Whether this task, which was not to be stopped by what was in force {@code before}, is not to go on either. */
    boolean revokedSince(@Nullable InForce before, ConsumerRecord<byte[], byte[]> record) {
        InForce now = inForce;
        return now != null && now != before && now.revoked(record);
    }

    /** What is in force from one change to the next. */
    static final class InForce {
        private final @Nullable Revocations revocations;
        private final @Nullable Purge purge;

        private InForce(@Nullable Revocations revocations, @Nullable Purge purge) {
            this.revocations = revocations;
            this.purge = purge;
        }

        /** Whether this task is not to begin. */
        boolean cover(ConsumerRecord<byte[], byte[]> record) {
            return purged(record) || revoked(record);
        }

        private boolean revoked(ConsumerRecord<byte[], byte[]> record) {
            return revocations != null && revocations.cover(record);
        }

        private boolean purged(ConsumerRecord<byte[], byte[]> record) {
            return purge != null && purge.covers(record.partition(), record.offset());
        }
    }
}
