/** Measures Trireme end to end. Start with {@link io.trireme.bench.Bench}. */
@NullMarked
package io.trireme.bench;

import org.jspecify.annotations.NullMarked;
