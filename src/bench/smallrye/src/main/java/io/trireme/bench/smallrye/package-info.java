/** Quarkus's own messaging on the topic of a benchmark. Start with {@link io.trireme.bench.smallrye.SmallRye}. */
@NullMarked
package io.trireme.bench.smallrye;

import org.jspecify.annotations.NullMarked;
