package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.TriremeConfig;
import io.trireme.TriremeException;
import io.trireme.wire.QueueKeys;
import io.trireme.wire.SharedAdmin;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How the queues stand in the whole cluster: any process can tell, by what the brokers say of ends, commits and the maps in
 * them.
 *
 * <p>However many ask for all queues, the brokers are asked once a second at most; who comes while they are asked waits for
 * that answer. Any thread; blocks for as long as the brokers take, at most some seconds.
 */
@Singleton
public final class Figures {
    private static final Logger LOG = Logger.getLogger(Figures.class);

    /** For so long an answer will do, or a failure. */
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private final QueueDepths depths;
    private final OldestReader oldest;
    private final FigureBook book;
    private final TriremeConfig config;
    private final InstantSource clock = InstantSource.system();
    private final ReentrantLock lock = new ReentrantLock();

    private List<QueueFigures> all = List.of(); // guarded by the lock, as are these
    private @Nullable TriremeException failure;
    private long looked;
    private boolean hasLooked;

    Figures(
            SharedAdmin admin,
            TriremeConfig config,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "trireme") String application) {
        this.depths = new QueueDepths(admin, application);
        this.oldest = new OldestReader(admin.settings(), System::nanoTime);
        this.book = new FigureBook(this::usualRate);
        this.config = config;
        checkRate("trireme.defaults.", config.defaults().usualRate());
        config.queues()
                .forEach((queue, own) -> own.usualRate().ifPresent(rate -> checkRate(QueueKeys.prefix(queue), rate)));
    }

    /** Whatever is divided by it has to be finite. */
    private static void checkRate(String prefix, double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw Fault.SETTING_WRONG.because(prefix + "usual-rate", rate, "use a number of tasks a second above 0.");
        }
    }

    /**
     * Every queue of the cluster, by name.
     *
     * @throws TriremeException {@link io.trireme.Fault#BROKER_UNAVAILABLE}
     */
    public List<QueueFigures> all() {
        lock.lock();
        try {
            if (!isFresh()) {
                lookAtAll();
            }
            if (failure != null) {
                throw failure;
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /**
     * One queue; it may be one that no worker has seen yet.
     *
     * @throws TriremeException {@link io.trireme.Fault#QUEUE_UNKNOWN}, {@link io.trireme.Fault#QUEUE_NAME_WRONG} or
     *     {@link io.trireme.Fault#BROKER_UNAVAILABLE}
     */
    public QueueFigures of(String queue) {
        lock.lock();
        try {
            Optional<QueueFigures> seen = all.stream()
                    .filter(figures -> isFresh() && figures.queue().equals(queue))
                    .findFirst();
            return seen.isPresent()
                    ? seen.get()
                    : look(List.of(depths.of(queue))).getFirst();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFresh() {
        return hasLooked && System.nanoTime() - looked <= FRESH;
    }

    /**
     * These queues, which exist; asked of the brokers at each call.
     *
     * @throws TriremeException {@link io.trireme.Fault#BROKER_UNAVAILABLE}
     */
    public List<QueueFigures> of(Collection<String> queues) {
        lock.lock();
        try {
            return look(depths.of(queues));
        } finally {
            lock.unlock();
        }
    }

    private void lookAtAll() {
        try {
            all = look(depths.all());
            failure = null;
        } catch (TriremeException unanswered) {
            failure = unanswered;
        }
        hasLooked = true;
        looked = System.nanoTime();
    }

    private List<QueueFigures> look(List<QueueDepth> now) {
        return book.look(now, oldest(now), System.nanoTime(), clock.instant());
    }

    /** An age that cannot be told is no reason to tell nothing. */
    private Map<TopicPartition, Long> oldest(List<QueueDepth> now) {
        var waiting = new HashMap<TopicPartition, Long>();
        now.forEach(depth -> depth.waiting()
                .forEach((partition, watermark) ->
                        waiting.put(new TopicPartition(depth.queue(), partition), watermark)));
        try {
            return oldest.read(now.stream().map(QueueDepth::queue).collect(Collectors.toSet()), waiting);
        } catch (KafkaException unanswered) {
            try {
                oldest.close();
            } catch (KafkaException interrupted) {
                LOG.debugf("A reader was not closed: %s", interrupted.getMessage());
            }
            return Map.of();
        }
    }

    private double usualRate(String queue) {
        TriremeConfig.Queue own = config.queues().get(queue);
        return own == null
                ? config.defaults().usualRate()
                : own.usualRate().orElse(config.defaults().usualRate());
    }

    @PreDestroy
    void close() {
        lock.lock();
        try {
            oldest.close();
        } finally {
            lock.unlock();
        }
    }
}
