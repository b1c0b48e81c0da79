package io.trireme.consume;

import java.util.List;
import java.util.Optional;

/**
 * What a poll loop says of itself; immutable, so that others may read it.
 *
 * @param state what the loop does
 * @param joined whether the group has this process as a member
 * @param partitions what is assigned
 * @param inFlight tasks held, unsettled
 * @param inFlightBytes their bytes
 * @param full whether something waits that there is no room for
 * @param parked tasks that wait for a retry, and those behind them
 * @param rate tasks settled each second, of late
 * @param trouble what holds the queue up, if anything does
 */
record LoopView(
        QueueStatus.State state,
        boolean joined,
        List<QueueStatus.PartitionStatus> partitions,
        int inFlight,
        long inFlightBytes,
        boolean full,
        int parked,
        double rate,
        Optional<String> trouble) {
    static final LoopView BEFORE =
            new LoopView(QueueStatus.State.RUNNING, false, List.of(), 0, 0, false, 0, 0, Optional.empty());

    LoopView {
        partitions = List.copyOf(partitions);
    }
}
