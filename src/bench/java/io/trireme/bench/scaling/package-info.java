/** Plays autoscaling in discrete time, without a cluster. Start with {@link io.trireme.bench.scaling.ScalingBench}. */
@NullMarked
package io.trireme.bench.scaling;

import org.jspecify.annotations.NullMarked;
