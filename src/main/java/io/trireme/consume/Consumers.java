package io.trireme.consume;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.trireme.Fault;
import io.trireme.Interceptor;
import io.trireme.RunnerKind;
import io.trireme.TriremeConfig;
import io.trireme.deadletter.DeadLetters;
import io.trireme.result.Links;
import io.trireme.result.ResultWriter;
import io.trireme.schedule.ScheduleReach;
import io.trireme.wire.Deliveries;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.ProcessName;
import io.trireme.wire.SharedAdmin;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.Uuid;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The consumers of this process: one for each queue that it works on.
 *
 * <p>Starts with the application when it has the role {@code worker}, and drains when the application stops, before its
 * beans are gone. What is wrong with the configuration fails the start with a sentence. Any thread may ask.
 */
@ApplicationScoped
public class Consumers {
    private static final Logger LOG = Logger.getLogger(Consumers.class);
    private static final int AFTER_THE_TOPICS = 1_800;

    /** How long the start waits for somebody who holds timers: one that starts at the same time needs some seconds. */
    private static final Duration AWAITS_SCHEDULE = Duration.ofSeconds(30);

    private final TriremeConfig config;
    private final KafkaSettings kafka;
    private final SharedAdmin admin;
    private final HandlerRegistry handlers;
    private final List<Interceptor> interceptors;
    private final String application;
    private final ScheduledExecutorService repeats;
    private final ScheduledExecutorService repeatedResults;
    private volatile Map<String, QueueConsumer> consumers = Map.of(); // written at start, read by probes
    private final ScheduledExecutorService timer;
    private final Promises promises;
    private final Exclusion exclusion;
    private final Instance<Isolation> isolation;
    private final Outlets outlets;
    private final Map<String, QueueOrders> orders = new HashMap<>(); // guarded by this
    private final Revocations revocations = new Revocations(InstantSource.system());
    private volatile boolean started; // written at start, read by probes

    Consumers(
            TriremeConfig config,
            KafkaSettings kafka,
            SharedAdmin admin,
            HandlerRegistry handlers,
            Instance<Interceptor> interceptors,
            PayloadCodec codec,
            Instance<Vertx> vertx,
            Exclusion exclusion,
            Instance<Isolation> isolation,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "trireme") String application) {
        this.config = config;
        this.kafka = kafka;
        this.admin = admin;
        this.handlers = handlers;
        this.interceptors = interceptors
                .handlesStream()
                .sorted(Comparator.comparingInt(Consumers::priority))
                .<Interceptor>map(Instance.Handle::get)
                .toList();
        this.application = application;
        this.exclusion = exclusion;
        this.timer = timer("trireme-timer");
        this.promises = new Promises(vertx::get, timer);
        this.isolation = isolation;
        this.repeats = timer("trireme-deliveries"); // its writes may block, and retries must not wait for them
        var deliveries =
                new Deliveries(() -> new KafkaProducer<>(kafka.repeatingProducer("trireme-deliveries")), repeats);
        this.repeatedResults = timer("trireme-results"); // nor must letters
        var results =
                new Deliveries(() -> new KafkaProducer<>(kafka.repeatingProducer("trireme-results")), repeatedResults);
        this.outlets = new Outlets(
                deliveries,
                new DeadLetters(deliveries, ProcessName.here(), InstantSource.system()),
                new ResultWriter(results, codec, ProcessName.here(), InstantSource.system()),
                new Links(results, codec, InstantSource.system()),
                new ScheduleReach(admin));
    }

    private static int priority(Instance.Handle<? extends Interceptor> interceptor) {
        Priority priority = interceptor.getBean().getBeanClass().getAnnotation(Priority.class);
        return priority == null ? jakarta.interceptor.Interceptor.Priority.APPLICATION : priority.value();
    }

    private static ScheduledExecutorService timer(String name) {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon(true).name(name).factory());
        timer.setRemoveOnCancelPolicy(true); // what a task waits for may be a year away
        return timer;
    }

    /** While this goes on, what is ordered is read. */
    void prepare(@Observes @Priority(AFTER_THE_TOPICS) StartupEvent event) {
        prepare(AWAITS_SCHEDULE);
    }

    /** @param awaitsSchedule how long it waits for somebody who holds timers, where retries are to leave this process */
    void prepare(Duration awaitsSchedule) {
        if (!config.roles().contains(TriremeConfig.Role.WORKER)) {
            return;
        }
        List<QueueSettings> settings = settings();
        if (settings.isEmpty()) {
            LOG.warn("No handler was found, so this process works on nothing. Annotate a method of a bean with"
                    + " @Handles(\"type\"), or leave the role worker out of trireme.roles.");
            return;
        }
        Map<String, Uuid> topics = new TopicSetup(admin.client(), kafka)
                .ensure(settings, config.topics().create());
        ScheduleSearch.begin(settings, outlets.reach(), awaitsSchedule, timer);
        var random = RandomGenerator.getDefault();
        var solitude = new Solitude();
        var made = new TreeMap<String, QueueConsumer>();
        for (QueueSettings queue : settings) {
            made.put(
                    queue.queue(),
                    new QueueConsumer(
                            queue,
                            topics.getOrDefault(queue.queue(), Uuid.ZERO_UUID),
                            kafka,
                            ExclusiveHandler.among(handlers(queue), exclusion),
                            interceptors,
                            outlets,
                            timer,
                            solitude,
                            application,
                            random.nextLong()));
        }
        publish(made);
    }

    void onStart(@Observes StartupEvent event) {
        if (!consumers.isEmpty()) {
            consumers.values().forEach(QueueConsumer::start);
            LOG.infof("Works on queues %s of %s", consumers.keySet(), kafka.bootstrapServers());
        }
        started = true;
    }

    private Map<String, Handler> handlers(QueueSettings queue) {
        Map<String, Handler> own = handlers.of(queue.queue());
        return queue.runner() == RunnerKind.PROCESS
                ? isolation.get().isolate(queue.queue(), own)
                : promises.kept(queue.runner(), own);
    }

    /**
     * Looks at the queues' settings and handlers, so that what is wrong with them is said before anybody waits for brokers.
     *
     * @throws io.trireme.TriremeException naming the setting and the way out
     */
    public void check() {
        settings().forEach(queue -> handlers.of(queue.queue()).values().forEach(Handler::check));
    }

    private List<QueueSettings> settings() {
        int processors = Runtime.getRuntime().availableProcessors();
        return chosen().stream()
                .map(queue -> QueueSettings.of(config, queue, handlers.naturalRunner(queue), processors))
                .toList();
    }

    /** Either what is ordered comes before this and is found here, or it comes after and finds the consumer. */
    private synchronized void publish(Map<String, QueueConsumer> made) {
        made.forEach((queue, consumer) -> {
            consumer.follow(orders.getOrDefault(queue, QueueOrders.NONE));
            consumer.revoke(revocations);
        });
        consumers = made;
    }

    /** Does from now on as is ordered of the queue, also when this process begins to work on it later. Any thread. */
    public synchronized void follow(String queue, QueueOrders ordered) {
        orders.put(queue, ordered);
        Optional.ofNullable(consumers.get(queue)).ifPresent(consumer -> consumer.follow(ordered));
    }

    /** What is revoked; {@link #revoke()} has to follow a change. */
    public Revocations revocations() {
        return revocations;
    }

    /** Has what is revoked not start in this process and asks what of it runs to stop. Any thread. */
    public synchronized void revoke() {
        consumers.values().forEach(consumer -> consumer.revoke(revocations));
    }

    private Set<String> chosen() {
        var chosen = new TreeSet<>(config.worker().queues().map(Set::copyOf).orElseGet(handlers::queues));
        for (String queue : chosen) {
            if (!handlers.queues().contains(queue)) {
                throw Fault.QUEUE_WITHOUT_HANDLER.because(queue, handlers.queues());
            }
        }
        return chosen;
    }

    void onStop(@Observes ShutdownEvent event) {
        consumers.values().forEach(QueueConsumer::stop); // all at once, so that their grace periods overlap
        consumers.values().forEach(QueueConsumer::close);
        outlets.deliveries().close();
        outlets.results().close();
        timer.shutdownNow();
        repeats.shutdownNow();
        repeatedResults.shutdownNow();
    }

    /** Whether the start is over: what this process works on is known. */
    public boolean areStarted() {
        return started;
    }

    /** The queues that this process works on. */
    public Set<String> queues() {
        return Set.copyOf(consumers.keySet());
    }

    /** What this process knows of each queue that it works on, by name. */
    public List<QueueStatus> statuses() {
        return consumers.values().stream().map(QueueConsumer::status).toList();
    }

    /** What this process knows of one queue; empty if it does not work on it. */
    public Optional<QueueStatus> status(String queue) {
        return Optional.ofNullable(consumers.get(queue)).map(QueueConsumer::status);
    }

    /** The workers of one queue, at most {@code limit} of them by name; empty if this process does not work on it. */
    public Optional<QueueStatus.Workers> workers(String queue, int limit) {
        return Optional.ofNullable(consumers.get(queue)).map(consumer -> consumer.workers(limit));
    }

    /** What runs of one queue, at most {@code limit} of it; empty if this process does not work on it. */
    public List<QueueStatus.RunningAttempt> running(String queue, int limit) {
        return Optional.ofNullable(consumers.get(queue))
                .map(consumer -> consumer.running(limit))
                .orElse(List.of());
    }

    /** What is ordered of one queue, as far as this process knows. */
    public synchronized QueueOrders ordered(String queue) {
        return orders.getOrDefault(queue, QueueOrders.NONE);
    }

    /** What happened in one queue; empty if this process does not work on it. */
    public Optional<Counters> counters(String queue) {
        return Optional.ofNullable(consumers.get(queue)).map(QueueConsumer::counters);
    }
}
