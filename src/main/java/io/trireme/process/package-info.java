/**
 * Processes of the operating system: starting them, keeping them running, and ending them with everything that they started.
 *
 * <p>Start with {@link io.trireme.process.ProcessTree}, one with all that it starts, and
 * {@link io.trireme.process.Supervisor}, several that are kept running;
 * {@link io.trireme.process.SharedMemory} is what they may share.
 */
@NullMarked
package io.trireme.process;

import org.jspecify.annotations.NullMarked;
