/**
 * Putting tasks in: from Java, over HTTP and from the command line.
 *
 * <p>Start with {@link io.trireme.publish.KafkaPublisher}.
 */
@NullMarked
package io.trireme.publish;

import org.jspecify.annotations.NullMarked;
