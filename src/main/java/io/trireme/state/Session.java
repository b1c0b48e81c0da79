package io.trireme.state;

/**
 * A caller that may hold something: as long as it renews its lease.
 *
 * @param leaseMillis how long it may go without renewing
 * @param renewed the offset of the command that opened it or renewed it last
 * @param replyTo the partition that it reads
 */
record Session(long leaseMillis, long renewed, int replyTo) {}
