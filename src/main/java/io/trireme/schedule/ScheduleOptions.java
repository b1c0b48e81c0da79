package io.trireme.schedule;

import io.trireme.wire.BrokerOptions;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** How a command reaches the timers: straight at the brokers. Used by one thread, once. */
final class ScheduleOptions {
    @Mixin
    private final BrokerOptions brokers = new BrokerOptions();

    /** Asks about the timers. */
    <T> T ask(Function<Schedule, T> question) {
        KafkaSettings kafka = KafkaSettings.of(brokers.config());
        try (var admin = new SharedAdmin(kafka);
                var writer = new RecordWriter(kafka)) {
            return question.apply(new Schedule(kafka, admin, writer));
        }
    }

    /** Changes them. */
    void order(Consumer<Schedule> order) {
        ask(schedule -> {
            order.accept(schedule);
            return true;
        });
    }
}
