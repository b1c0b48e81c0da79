/**
 * State that processes share: locks, queues, maps, on nothing but Kafka.
 *
 * <p>{@link io.trireme.state.Shard} is all that one partition knows, a pure function of the commands in its log;
 * each kind of object is a {@link io.trireme.state.Machine}.
 */
@NullMarked
package io.trireme.state;

import org.jspecify.annotations.NullMarked;
