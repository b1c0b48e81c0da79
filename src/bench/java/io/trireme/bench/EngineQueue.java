package io.trireme.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Ordering;
import io.trireme.ResultsKept;
import io.trireme.RunnerKind;
import io.trireme.TriremeConfig;
import io.trireme.consume.Handler;
import io.trireme.consume.Outlets;
import io.trireme.consume.Quarantine;
import io.trireme.consume.QueueConsumer;
import io.trireme.consume.QueueSettings;
import io.trireme.consume.Solitude;
import io.trireme.deadletter.DeadLetters;
import io.trireme.result.Links;
import io.trireme.result.ResultWriter;
import io.trireme.retry.RetryPolicy;
import io.trireme.schedule.ScheduleReach;
import io.trireme.wire.Deliveries;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.Uuid;

/** Trireme's engine on one topic with one handler, without CDI. */
final class EngineQueue {
    private EngineQueue() {}

    /** How it works on the topic. */
    record Shape(RunnerKind runner, Ordering ordering, int concurrency, int inFlight, String group) {}

    /** Starts it; it ends when what is returned is closed. */
    static AutoCloseable start(Shape shape, String bootstrap, String topic, Handler handler) throws Exception {
        var settings = new QueueSettings(
                topic,
                shape.runner(),
                shape.ordering(),
                shape.concurrency(),
                shape.inFlight(),
                64L << 20,
                1_000_000,
                8,
                OptionalInt.empty(),
                Duration.ofDays(1),
                Duration.ofSeconds(10),
                Optional.empty(),
                TriremeConfig.Expired.DEAD_LETTER,
                ResultsKept.ASKED,
                new RetryPolicy(1, Duration.ZERO, 1, Duration.ZERO, 0, Set.of()),
                Optional.empty(),
                Duration.ZERO,
                1,
                TriremeConfig.Overflow.PAUSE,
                new Quarantine(3, Duration.ofMillis(250)));
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", bootstrap));
        var timer = Executors.newSingleThreadScheduledExecutor();
        var admin = new SharedAdmin(kafka);
        var deliveries = new Deliveries(() -> new KafkaProducer<>(kafka.producer("bench")), timer);
        var outlets = new Outlets(
                deliveries,
                new DeadLetters(deliveries, "bench", InstantSource.system()),
                new ResultWriter(deliveries, new PayloadCodec(new ObjectMapper()), "bench", InstantSource.system()),
                new Links(deliveries, new PayloadCodec(new ObjectMapper()), InstantSource.system()),
                new ScheduleReach(admin));
        var consumer = new QueueConsumer(
                settings,
                id(bootstrap, topic),
                kafka,
                Map.of(topic, handler),
                List.of(),
                outlets,
                timer,
                new Solitude(),
                shape.group(),
                1);
        consumer.start();
        return () -> {
            consumer.close();
            deliveries.close();
            admin.close();
            timer.shutdownNow();
        };
    }

    private static Uuid id(String bootstrap, String topic) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .topicId();
        }
    }
}
