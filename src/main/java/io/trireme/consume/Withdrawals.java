package io.trireme.consume;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks of one queue are not to run any more. Nearly always none: then it costs a task one look at one field as it
 * begins, and another one as it ends.
 *
 * <p>Walk-through of the one race: a task begins just as it is revoked. Who revokes changes this first and looks who runs
 * afterwards; the worker shows what it runs before the task looks here. So either the task sees that it is revoked and does
 * not reach its handler, or it is found running and interrupted.
 *
 * <p>Threading: the thread that follows the orders changes it, any thread asks.
 */
final class Withdrawals {
    private volatile @Nullable Revocations revoked; // null while there are none; read twice a task

    /** From now on these are in force, and what is taken into them later; they are kept, not copied. */
    void set(Revocations revocations) {
        revoked = revocations.size() == 0 ? null : revocations;
    }

    /** Whether this task is not to begin. */
    boolean cover(ConsumerRecord<byte[], byte[]> record) {
        return areRevoked(record);
    }

    /** Whether this task is not to go on either. */
    boolean areRevoked(ConsumerRecord<byte[], byte[]> record) {
        Revocations now = revoked;
        return now != null && now.cover(record);
    }
}
