/**
 * What happens inside the JVM of one engine: the tasks, the handler that each engine calls, the clock and the books. Knows
 * neither Trireme nor a rival. Start with {@link io.trireme.bench.measure.Work}.
 */
package io.trireme.bench.measure;
