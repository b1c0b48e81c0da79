/**
 * Giving up: the topics that keep what no attempt could do.
 *
 * <p>Start with {@link io.trireme.deadletter.DeadLetters}.
 */
@NullMarked
package io.trireme.deadletter;

import org.jspecify.annotations.NullMarked;
