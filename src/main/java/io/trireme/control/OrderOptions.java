package io.trireme.control;

import io.trireme.wire.BrokerOptions;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import java.time.InstantSource;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** How a command gives an order: straight to the brokers. Used by one thread, once. */
final class OrderOptions {
    @Mixin
    private final BrokerOptions brokers = new BrokerOptions();

    /** Gives the order; returns what it answers. */
    <T> T give(Function<Control, T> order) {
        KafkaSettings kafka = KafkaSettings.of(brokers.config());
        try (var admin = new SharedAdmin(kafka);
                var writer = new RecordWriter(kafka)) {
            return order.apply(new Control(kafka, admin, writer, brokers.application(), InstantSource.system()));
        }
    }
}
