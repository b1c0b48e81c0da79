package io.trireme.consume;

import io.trireme.deadletter.DeadLetters;
import io.trireme.result.Links;
import io.trireme.result.ResultWriter;
import io.trireme.schedule.ScheduleReach;
import io.trireme.wire.Deliveries;

/**
 * Where settlements write to; shared by the queues of a process.
 *
 * @param deliveries does not rest until the brokers have it
 * @param deadLetters what gave up
 * @param results what came out of tasks
 * @param links the tasks that follow from others
 * @param reach who takes what is to be tried again later
 */
public record Outlets(
        Deliveries deliveries, DeadLetters deadLetters, ResultWriter results, Links links, ScheduleReach reach) {}
