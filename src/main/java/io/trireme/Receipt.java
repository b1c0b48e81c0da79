package io.trireme;

/**
 * The brokers have the task.
 *
 * @param id the task's id
 * @param queue the queue that it goes to
 * @param partition the partition it lies in: of the queue's topic, or, if it is to run later, of {@code trireme.schedule}
 * @param offset its place in the partition
 */
public record Receipt(String id, String queue, int partition, long offset) {}
