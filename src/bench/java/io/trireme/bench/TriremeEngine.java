package io.trireme.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.trireme.Ordering;
import io.trireme.ResultsKept;
import io.trireme.RunnerKind;
import io.trireme.TaskContext;
import io.trireme.TriremeConfig;
import io.trireme.bench.measure.Setup;
import io.trireme.bench.measure.Work;
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
import io.trireme.run.EventLoops;
import io.trireme.schedule.ScheduleReach;
import io.trireme.wire.Deliveries;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.SharedAdmin;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Trireme's engine on the topic, without CDI: what a queue costs. */
record TriremeEngine(RunnerKind runner) implements Engine {
    @Override
    public AutoCloseable start(Setup setup, Work work) throws Exception {
        var settings = new QueueSettings(
                setup.topic(),
                runner,
                Ordering.valueOf(setup.ordering().replace('-', '_').toUpperCase(Locale.ROOT)),
                setup.concurrency(),
                setup.inFlight(),
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
        Handler working = new Working(setup.topic(), work);
        Optional<Vertx> vertx = runner == RunnerKind.EVENT_LOOP ? Optional.of(Vertx.vertx()) : Optional.empty();
        Handler handler =
                vertx.<Handler>map(loops -> new OnLoops(working, loops(loops))).orElse(working);
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", setup.bootstrap()));
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
                topic(setup),
                kafka,
                Map.of(setup.topic(), handler),
                List.of(),
                outlets,
                timer,
                new Solitude(),
                setup.group(),
                1);
        consumer.start();
        return () -> {
            consumer.close();
            deliveries.close();
            admin.close();
            timer.shutdownNow();
            vertx.ifPresent(Vertx::close);
        };
    }

    private static EventLoops loops(Vertx vertx) {
        return new EventLoops(vertx, Runtime.getRuntime().availableProcessors());
    }

    private static Uuid topic(Setup setup) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", setup.bootstrap()))) {
            return admin.describeTopics(List.of(setup.topic()))
                    .allTopicNames()
                    .get()
                    .get(setup.topic())
                    .topicId();
        }
    }

    /** As the engine calls a handler that gives a promise. */
    private record OnLoops(Handler handler, EventLoops loops) implements Handler {
        @Override
        public String queue() {
            return handler.queue();
        }

        @Override
        public String type() {
            return handler.type();
        }

        @Override
        public String name() {
            return handler.name();
        }

        @Override
        public @Nullable Object handle(TaskContext task) throws Exception {
            return loops.call(() -> Uni.createFrom().item(handler.handle(task)), task::id);
        }
    }

    private record Working(String queue, Work work) implements Handler {
        @Override
        public String type() {
            return queue;
        }

        @Override
        public String name() {
            return "bench";
        }

        @Override
        public @Nullable Object handle(TaskContext task) throws InterruptedException {
            work.handle(task.payload().orElseThrow());
            return null;
        }
    }
}
