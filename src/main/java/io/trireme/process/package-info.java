/**
 * Processes of the operating system: starting them, and ending them with everything that they started.
 *
 * <p>Start with {@link io.trireme.process.ProcessTree}.
 */
@NullMarked
package io.trireme.process;

import org.jspecify.annotations.NullMarked;
