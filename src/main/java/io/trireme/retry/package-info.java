/**
 * Trying again: when, how often, and what is not worth it. Pure: nothing here waits or writes.
 *
 * <p>Start with {@link io.trireme.retry.RetryPolicy}.
 */
@NullMarked
package io.trireme.retry;

import org.jspecify.annotations.NullMarked;
