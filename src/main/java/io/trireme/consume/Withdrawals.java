package io.trireme.consume;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks of one queue are not to run any more: those that are revoked, and those that were purged. Nearly always none:
 * then it costs a task one look at one field as it begins, and another one as it ends.
 *
 * <p>Walk-through of the one race: a task begins just as it is revoked. Who revokes changes this first and looks who runs
 * afterwards; the worker shows what it runs before the task looks here. So either the task sees that it is revoked and does
 * not reach its handler, or it is found running and interrupted.
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

    /** Whether this task is not to begin. */
    boolean cover(ConsumerRecord<byte[], byte[]> record) {
        InForce now = inForce;
        return now != null && (now.purged(record) || now.revoked(record));
    }

    /** Whether this task is not to go on either. */
    boolean areRevoked(ConsumerRecord<byte[], byte[]> record) {
        InForce now = inForce;
        return now != null && now.revoked(record);
    }

    private record InForce(@Nullable Revocations revocations, @Nullable Purge purge) {
        boolean revoked(ConsumerRecord<byte[], byte[]> record) {
            return revocations != null && revocations.cover(record);
        }

        boolean purged(ConsumerRecord<byte[], byte[]> record) {
            return purge != null && purge.covers(record.partition(), record.offset());
        }
    }
}
