/**
 * Trireme without a Kafka installation: a broker inside this process, for development, demos and tests.
 *
 * <p>Start with {@link io.trireme.dev.EmbeddedBroker}; the other types are its parts: {@code DataDirectory} (where it
 * keeps its data), {@code LoopbackSockets} (its ports), {@code NodeSettings} (what differs from Kafka's defaults),
 * {@code KafkaNode} (Kafka's own server classes, started and stopped in order) and {@code ServerLog} (keeps it quiet).
 * Only this package needs Kafka's server jars, which are optional dependencies.
 */
@NullMarked
package io.trireme.dev;

import org.jspecify.annotations.NullMarked;
