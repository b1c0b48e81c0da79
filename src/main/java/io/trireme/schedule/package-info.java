/**
 * Later and again: timers that Kafka Streams holds in {@code trireme.schedule} and its changelog, and fires onto the queues
 * of their tasks. {@link io.trireme.schedule.Timers} decides, {@link io.trireme.schedule.TimerProcessor} is its shell.
 */
@NullMarked
package io.trireme.schedule;

import org.jspecify.annotations.NullMarked;
