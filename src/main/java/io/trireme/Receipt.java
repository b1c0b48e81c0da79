package io.trireme;

/**
 * The brokers have the task.
 *
 * @param id the task's id
 * @param queue the queue, which is the topic
 * @param partition the partition it lies in
 * @param offset its place in the partition
 */
public record Receipt(String id, String queue, int partition, long offset) {}
