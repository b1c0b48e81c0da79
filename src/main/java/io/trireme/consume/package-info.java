/**
 * Getting tasks done: from the poll to the commit.
 *
 * <p>Start with {@link io.trireme.consume.PollLoop}, the only code that touches the consumer; then
 * {@link io.trireme.consume.Dispatcher}, {@link io.trireme.consume.Attempt}, {@link io.trireme.consume.Settlement} and
 * {@link io.trireme.consume.OffsetWatermark}, in the order in which a task meets them.
 */
@NullMarked
package io.trireme.consume;

import org.jspecify.annotations.NullMarked;
