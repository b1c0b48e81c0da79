/**
 * What came out of tasks: written by workers to {@code trireme.results}, handed to callers, found by id.
 *
 * <p>Start with {@link io.trireme.result.ResultWriter} for the one side and {@link io.trireme.result.Replies} for the other.
 */
@NullMarked
package io.trireme.result;

import org.jspecify.annotations.NullMarked;
