/**
 * Programs in any language as handlers: one process for each task, or processes that work on one task after another.
 *
 * <p>Start with {@link io.trireme.exec.ProgramHandler}. What a program has to keep to is written in
 * {@code src/docs/protocol.md}.
 */
@NullMarked
package io.trireme.exec;

import org.jspecify.annotations.NullMarked;
