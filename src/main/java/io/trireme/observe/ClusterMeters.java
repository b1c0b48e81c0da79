package io.trireme.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.trireme.TriremeConfig;
import io.trireme.TriremeConfig.Role;
import io.trireme.consume.Consumers;
import io.trireme.consume.Figures;
import io.trireme.consume.QueueFigures;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * The meters of whole queues, the same in every process that shows them: with the role {@code web} all queues of the cluster,
 * else those that this process works on.
 *
 * <p>A scrape waits for no broker: it shows the last look, and has the next ones taken, by {@code trireme-figures}, every few
 * seconds for as long as there are scrapes.
 */
@Singleton
@IfBuildProperty(name = "trireme.metrics.enabled", stringValue = "true", enableIfMissing = true)
class ClusterMeters {
    private static final int AFTER_THE_CONSUMERS = 5_000;
    private static final int TICK_SECONDS = 1;
    private static final long LOOK_EVERY = Duration.ofSeconds(5).toNanos();
    private static final long SCRAPED_WITHIN = Duration.ofMinutes(2).toNanos();

    private static final Logger LOG = Logger.getLogger(ClusterMeters.class);

    private final MeterRegistry registry;
    private final Figures figures;
    private final Consumers consumers;
    private final boolean showsAll;
    private final MultiGauge unsettled;
    private final MultiGauge drain;
    private final MultiGauge oldest;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("trireme-figures").daemon().factory());

    private volatile long scraped; // by nanoTime; written by scrapes, read by the looking thread
    private volatile boolean isScraped;
    private volatile long looked; // written by the looking thread, read by scrapes
    private volatile boolean hasLooked;
    private boolean failing; // the looking thread's alone

    ClusterMeters(MeterRegistry registry, Figures figures, Consumers consumers, TriremeConfig config) {
        this.registry = registry;
        this.figures = figures;
        this.consumers = consumers;
        this.showsAll = config.roles().contains(Role.WEB);
        this.unsettled = MultiGauge.builder("trireme.queue.unsettled")
                .description("Tasks that are not settled, in the whole cluster")
                .register(registry);
        this.drain = seconds("trireme.queue.drain", "Seconds to settle them, as fast as of late; always finite");
        this.oldest = seconds("trireme.queue.oldest.age", "How long ago the oldest of them was published");
    }

    void onStart(@Observes @Priority(AFTER_THE_CONSUMERS) StartupEvent event) {
        if (!showsAll && consumers.queues().isEmpty()) {
            return;
        }
        Gauge.builder("trireme.queue.figures.age", this, ClusterMeters::age)
                .baseUnit("seconds")
                .description("How old the meters of whole queues are; it grows while the brokers do not answer")
                .strongReference(true)
                .register(registry);
        looking.scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void close() {
        looking.shutdownNow();
    }

    /** Read by each scrape, which so asks for the next look. */
    private double age() {
        scraped = System.nanoTime();
        isScraped = true;
        return hasLooked ? (System.nanoTime() - looked) / 1e9 : Double.NaN;
    }

    private void tick() {
        long now = System.nanoTime();
        if (!isScraped || now - scraped > SCRAPED_WITHIN || hasLooked && now - looked < LOOK_EVERY) {
            return;
        }
        try {
            show(showsAll ? figures.all() : figures.of(consumers.queues()));
            looked = System.nanoTime();
            hasLooked = true;
            failing = false;
        } catch (RuntimeException unanswered) { // whatever it is, the next look is taken
            if (!failing) {
                LOG.warnf("The meters of whole queues stay as they were: %s", unanswered.getMessage());
            }
            failing = true;
        }
    }

    private void show(List<QueueFigures> now) {
        register(unsettled, now, QueueFigures::unsettled);
        register(drain, now, QueueFigures::drainSeconds);
        register(oldest, now, QueueFigures::oldestAgeSeconds);
    }

    private static void register(MultiGauge gauge, List<QueueFigures> now, ToDoubleFunction<QueueFigures> what) {
        gauge.register(
                now.stream()
                        .map(queue -> Row.of(Tags.of("queue", queue.queue()), what.applyAsDouble(queue)))
                        .toList(),
                true);
    }

    private MultiGauge seconds(String name, String description) {
        return MultiGauge.builder(name)
                .description(description)
                .baseUnit("seconds")
                .register(registry);
    }
}
