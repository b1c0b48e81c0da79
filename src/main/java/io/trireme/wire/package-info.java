/**
 * Everything with a name outside the process: topics, headers, groups, the payload's encoding.
 *
 * <p>Start with {@link io.trireme.wire.Topics} and {@link io.trireme.wire.Headers}. A change of a name here is a major
 * version.
 */
@NullMarked
package io.trireme.wire;

import org.jspecify.annotations.NullMarked;
