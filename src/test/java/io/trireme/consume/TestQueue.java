package io.trireme.consume;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Interceptor;
import io.trireme.Ordering;
import io.trireme.ResultsKept;
import io.trireme.RetrySettings;
import io.trireme.RunnerKind;
import io.trireme.TaskContext;
import io.trireme.TriremeConfig.Expired;
import io.trireme.TriremeConfig.Overflow;
import io.trireme.deadletter.DeadLetters;
import io.trireme.result.Links;
import io.trireme.result.ResultWriter;
import io.trireme.retry.RetryPolicy;
import io.trireme.schedule.ScheduleReach;
import io.trireme.wire.Deliveries;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** One queue with its topics and, as often as a test asks for one, a consumer in this process: the engine without CDI. */
public final class TestQueue implements AutoCloseable {
    /** What a handler does in a test. */
    @FunctionalInterface
    public interface Body {
        void work(TaskContext task) throws Exception;
    }

    /** What a handler does and returns in a test. */
    @FunctionalInterface
    public interface Answer {
        Object to(TaskContext task) throws Exception;
    }

    private final String bootstrap;
    private final String queue;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SharedAdmin shared;
    private final Outlets outlets;
    private final Uuid topic;
    private final Solitude solitude = new Solitude();
    private final List<QueueConsumer> consumers = new ArrayList<>();

    public TestQueue(String bootstrap, String queue, int partitions) {
        this(bootstrap, queue, partitions, () -> producer(bootstrap));
    }

    /** With a producer of the test's own for what settles tasks: dead letters, retries that leave the process. */
    public TestQueue(String bootstrap, String queue, int partitions, Supplier<Producer<byte[], byte[]>> opens) {
        this.bootstrap = bootstrap;
        this.queue = queue;
        var kafka = kafka(Map.of());
        this.shared = new SharedAdmin(kafka);
        var deliveries = new Deliveries(opens, timer);
        this.outlets = new Outlets(
                deliveries,
                new DeadLetters(deliveries, "test", InstantSource.system()),
                new ResultWriter(deliveries, new PayloadCodec(new ObjectMapper()), "test", InstantSource.system()),
                new Links(deliveries, new PayloadCodec(new ObjectMapper()), InstantSource.system()),
                new ScheduleReach(shared));
        try (var admin = Admin.create(kafka.admin("test-setup"))) {
            topic = new TopicSetup(admin, kafka)
                    .ensure(List.of(settings(queue).partitions(partitions).build()), true)
                    .get(queue);
        }
    }

    /** What settlements write with, unless a test has it otherwise. */
    public static Producer<byte[], byte[]> producer(String bootstrap) {
        return new KafkaProducer<>(new KafkaSettings(Map.of("bootstrap.servers", bootstrap)).repeatingProducer("test"));
    }

    /** Waits until somebody holds timers; before that, retries of tests wait in place. */
    public void awaitSchedule(Duration most) {
        outlets.reach().follow(queue);
        if (!outlets.reach().await(most)) {
            throw new AssertionError("nobody holds timers");
        }
    }

    public String name() {
        return queue;
    }

    public static String group(String queue) {
        return Topics.group("test", queue);
    }

    /** A pipeline that settles nothing, for tests of what leads to an outcome. */
    static Pipeline pipeline(Map<String, Handler> handlers, List<Interceptor> around) {
        return pipeline(handlers, around, new Withdrawals());
    }

    static Pipeline pipeline(Map<String, Handler> handlers, List<Interceptor> around, Withdrawals withdrawals) {
        return pipeline(handlers, around, withdrawals, null);
    }

    /** @param parking where attempts pass that are run, and not only made */
    static Pipeline pipeline(
            Map<String, Handler> handlers, List<Interceptor> around, Withdrawals withdrawals, Parking parking) {
        var retries = new RetryPolicy(3, Duration.ZERO, 1, Duration.ZERO, 0, Set.of());
        var counters = new Counters();
        var nowhere = new Outlets(null, null, null, null, null);
        var settlement = new Settlement(
                settings("q").build(), nowhere, parking, null, counters, InstantSource.system(), () -> 0);
        return new Pipeline(
                "q", handlers, around, retries, null, withdrawals, settlement, counters, InstantSource.system());
    }

    private KafkaSettings kafka(Map<String, String> extra) {
        var settings = new HashMap<>(extra);
        settings.put("bootstrap.servers", bootstrap);
        return new KafkaSettings(settings);
    }

    /** Starts a consumer with one handler. */
    public QueueConsumer start(Settings settings, Body body) {
        return start(settings, Map.of(), body);
    }

    /** Starts a consumer with one handler and these Kafka settings. */
    public QueueConsumer start(Settings settings, Map<String, String> kafka, Body body) {
        return start(settings, kafka, Map.of(queue, handler(queue, queue, body)), List.of());
    }

    /** Starts a consumer with one handler, which returns something. */
    public QueueConsumer startAnswering(Settings settings, Answer answer) {
        return startAnswering(settings, Map.of(), answer);
    }

    /** Starts a consumer with one handler, which returns something, and these Kafka settings. */
    public QueueConsumer startAnswering(Settings settings, Map<String, String> kafka, Answer answer) {
        return startAnswering(settings, kafka, answer, consumer -> {});
    }

    /** The same, with something to be done to the consumer before it starts. */
    public QueueConsumer startAnswering(
            Settings settings, Map<String, String> kafka, Answer answer, Consumer<QueueConsumer> before) {
        return start(settings, kafka, Map.of(queue, answering(queue, queue, answer)), List.of(), before);
    }

    /** Starts a consumer with these handlers. */
    public QueueConsumer start(
            Settings settings, Map<String, String> kafka, Map<String, Handler> handlers, List<Interceptor> around) {
        return start(settings, kafka, handlers, around, consumer -> {});
    }

    private QueueConsumer start(
            Settings settings,
            Map<String, String> kafka,
            Map<String, Handler> handlers,
            List<Interceptor> around,
            Consumer<QueueConsumer> before) {
        var consumer = new QueueConsumer(
                settings.build(),
                topic,
                kafka(kafka),
                handlers,
                around,
                outlets,
                timer,
                solitude,
                "test",
                42 + consumers.size());
        consumers.add(consumer);
        before.accept(consumer);
        consumer.start();
        return consumer;
    }

    /** Which of these tasks (as partition-offset) the commits say are settled. */
    public static Set<String> settled(
            Map<TopicPartition, OffsetAndMetadata> commits, Uuid topic, Collection<String> tasks) {
        return tasks.stream()
                .filter(task -> {
                    String[] place = task.split("-");
                    long offset = Long.parseLong(place[1]);
                    return commits.entrySet().stream()
                            .filter(commit -> commit.getKey().partition() == Integer.parseInt(place[0]))
                            .anyMatch(commit -> offset < commit.getValue().offset()
                                    || CompletedAhead.decode(
                                                    commit.getValue().metadata(),
                                                    topic,
                                                    commit.getValue().offset())
                                            .filter(map -> map.contains(offset))
                                            .isPresent());
                })
                .collect(Collectors.toSet());
    }

    public static Handler handler(String queue, String type, Body body) {
        return answering(queue, type, task -> {
            body.work(task);
            return null;
        });
    }

    public static Handler answering(String queue, String type, Answer answer) {
        return new TestHandler(queue, type, false, answer);
    }

    /** A handler that gives a promise. */
    static Handler promising(String queue, Answer answer) {
        return new TestHandler(queue, queue, true, answer);
    }

    private record TestHandler(String queue, String type, boolean promises, Answer answer) implements Handler {
        @Override
        public String name() {
            return "Test#" + type;
        }

        @Override
        public Object handle(TaskContext task) throws Exception {
            return answer.to(task);
        }
    }

    public Settings settings() {
        return settings(queue);
    }

    static Settings settings(String queue) {
        return new Settings(queue);
    }

    @Override
    public void close() {
        consumers.forEach(QueueConsumer::stop);
        consumers.forEach(QueueConsumer::close);
        outlets.deliveries().close();
        timer.shutdownNow();
        shared.close();
    }

    /** The settings of the queue, to be changed one by one. */
    public static final class Settings {
        private final String queue;
        private RunnerKind runner = RunnerKind.VIRTUAL;
        private Ordering ordering = Ordering.BY_KEY;
        private int concurrency = 64;
        private int maxInFlight = 10_000;
        private long maxInFlightBytes = 64L << 20;
        private int maxAhead = 1_000_000;
        private int partitions = 4;
        private Duration grace = Duration.ofSeconds(10);
        private int maxAttempts = 3;
        private Duration retryDelay = Duration.ofMillis(20);
        private Set<String> abortOn = Set.of();
        private Optional<Duration> timeout = Optional.empty();
        private Expired expired = Expired.DEAD_LETTER;
        private Optional<RetrySettings.Mode> retryMode = Optional.empty();
        private ResultsKept results = ResultsKept.ASKED;
        private Duration maxSnooze = Duration.ofDays(1);
        private double parkedShare = 0.8;
        private Overflow overflow = Overflow.PAUSE;
        private Quarantine quarantine = new Quarantine(3, Duration.ofMillis(250));

        private Settings(String queue) {
            this.queue = queue;
        }

        public Settings runner(RunnerKind value) {
            runner = value;
            return this;
        }

        public Settings ordering(Ordering value) {
            ordering = value;
            return this;
        }

        public Settings concurrency(int value) {
            concurrency = value;
            return this;
        }

        public Settings maxInFlight(int value) {
            maxInFlight = value;
            return this;
        }

        public Settings maxInFlightBytes(long value) {
            maxInFlightBytes = value;
            return this;
        }

        public Settings maxAhead(int value) {
            maxAhead = value;
            return this;
        }

        public Settings partitions(int value) {
            partitions = value;
            return this;
        }

        public Settings grace(Duration value) {
            grace = value;
            return this;
        }

        public Settings maxAttempts(int value) {
            maxAttempts = value;
            return this;
        }

        public Settings retryDelay(Duration value) {
            retryDelay = value;
            return this;
        }

        public Settings abortOn(Class<? extends Throwable> value) {
            abortOn = Set.of(value.getName());
            return this;
        }

        public Settings timeout(Duration value) {
            timeout = Optional.of(value);
            return this;
        }

        public Settings expired(Expired value) {
            expired = value;
            return this;
        }

        public Settings retryMode(RetrySettings.Mode value) {
            retryMode = Optional.of(value);
            return this;
        }

        public Settings results(ResultsKept value) {
            results = value;
            return this;
        }

        public Settings maxSnooze(Duration value) {
            maxSnooze = value;
            return this;
        }

        public Settings parked(double share, Overflow value) {
            parkedShare = share;
            overflow = value;
            return this;
        }

        public Settings quarantine(int deaths, Duration alone) {
            quarantine = new Quarantine(deaths, alone);
            return this;
        }

        QueueSettings build() {
            return new QueueSettings(
                    queue,
                    runner,
                    ordering,
                    concurrency,
                    maxInFlight,
                    maxInFlightBytes,
                    maxAhead,
                    partitions,
                    OptionalInt.empty(),
                    Duration.ofDays(1),
                    grace,
                    timeout,
                    expired,
                    results,
                    new RetryPolicy(maxAttempts, retryDelay, 1, Duration.ofMinutes(5), 0, abortOn),
                    retryMode,
                    maxSnooze,
                    parkedShare,
                    overflow,
                    quarantine);
        }
    }
}
