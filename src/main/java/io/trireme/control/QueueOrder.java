package io.trireme.control;

import io.trireme.wire.BrokerOptions;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** An order about one queue, written straight to the brokers by a command. Used by one thread, once. */
final class QueueOrder {
    @Mixin
    private final BrokerOptions brokers = new BrokerOptions();

    @Parameters(paramLabel = "QUEUE", description = "The queue.")
    private String queue = "";

    /** Gives the order; returns the queue that it is about. */
    String give(BiConsumer<Control, String> order) {
        KafkaSettings kafka = KafkaSettings.of(brokers.config());
        try (var admin = new SharedAdmin(kafka)) {
            order.accept(new Control(kafka, admin), queue);
        }
        return queue;
    }
}
