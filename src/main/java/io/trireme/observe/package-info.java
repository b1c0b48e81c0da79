/**
 * What can be seen of a running process: probes, meters, log context, traces.
 *
 * <p>Start with {@link io.trireme.observe.ReadyCheck} and {@link io.trireme.observe.QueueMeters}. Nothing here is on the
 * path of a task but the three interceptors, each of which costs a few tens of nanoseconds.
 */
@NullMarked
package io.trireme.observe;

import org.jspecify.annotations.NullMarked;
