/**
 * What operators order at run time, for all processes, over the compacted topic {@code trireme.control}.
 *
 * <p>Start with {@link io.trireme.control.Control}, which writes, and {@link io.trireme.control.ControlReader}, which
 * follows.
 */
@NullMarked
package io.trireme.control;

import org.jspecify.annotations.NullMarked;
