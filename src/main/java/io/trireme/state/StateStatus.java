package io.trireme.state;

import io.trireme.streams.Phase;

/**
 * What the role {@code state} does in this process.
 *
 * @param phase what it is at
 * @param sessions that hold or may hold something in the partitions that this process owns
 */
public record StateStatus(Phase phase, long sessions) {}
