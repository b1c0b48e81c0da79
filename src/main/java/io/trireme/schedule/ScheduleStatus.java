package io.trireme.schedule;

import io.trireme.streams.Phase;

/**
 * What the role {@code schedule} does in this process.
 *
 * @param state what it is at
 * @param pending timers of the partitions that this process owns
 */
public record ScheduleStatus(Phase state, long pending) {}
