package io.trireme.control;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.trireme.Fault;
import io.trireme.TriremeConfig;
import io.trireme.consume.Consumers;
import io.trireme.consume.QueueOrders;
import io.trireme.consume.Revocations;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.ProcessName;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Has the consumers of this process follow what is ordered: begins before they do, so that no task of a paused queue starts.
 * Used by the thread that starts and stops the application.
 */
@Singleton
public class ControlFollower implements Following {
    private static final int BEFORE_THE_CONSUMERS = 1_500;
    private static final int JUST_BEFORE_THEY_START = 2_400;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TriremeConfig config;
    private final KafkaSettings kafka;
    private final SharedAdmin admin;
    private final RecordWriter writer;
    private final Consumers consumers;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon(true).name("trireme-control-timer").factory());
    private final Answering answering;
    private volatile @Nullable ControlReader reader; // written at start, read by probes

    ControlFollower(
            TriremeConfig config, KafkaSettings kafka, SharedAdmin admin, RecordWriter writer, Consumers consumers) {
        this.config = config;
        this.kafka = kafka;
        this.admin = admin;
        this.writer = writer;
        this.consumers = consumers;
        this.answering = new Answering(this::report, writer::write, timer);
    }

    void onStart(@Observes @Priority(BEFORE_THE_CONSUMERS) StartupEvent event) {
        if (!config.roles().contains(TriremeConfig.Role.WORKER)) {
            return;
        }
        consumers.check();
        new ControlSetup(admin).ensure(config.topics().create());
        var made = new ControlReader(kafka, this);
        reader = made;
        made.start();
    }

    /** Since {@link #onStart} the consumers were made, so that little is left to wait for. */
    void awaitOrders(@Observes @Priority(JUST_BEFORE_THEY_START) StartupEvent event) {
        ControlReader following = reader;
        if (following == null) {
            return;
        }
        try {
            if (!following.awaitStart(PATIENCE)) {
                following.close();
                throw Fault.BROKER_UNAVAILABLE.because(
                        kafka.bootstrapServers(), "trireme.control could not be read within " + PATIENCE);
            }
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        }
        new Sweep(consumers.revocations(), writer::write, InstantSource.system())
                .start(timer, ThreadLocalRandom.current()::nextDouble);
    }

    @Override
    public void ordered(String queue, QueueOrders orders) {
        consumers.follow(queue, orders);
    }

    @Override
    public Revocations revocations() {
        return consumers.revocations();
    }

    @Override
    public void revoked() {
        consumers.revoke();
    }

    @Override
    public void asked(Order.Question question) {
        answering.asked(question);
    }

    private Optional<ProcessReport> report(String queue) {
        return consumers
                .workers(queue, 0)
                .map(workers -> ProcessReport.of(
                        ProcessName.here(),
                        consumers.ordered(queue),
                        workers,
                        consumers.revocations(),
                        consumers.running(queue, ProcessReport.MOST_LISTED)));
    }

    /** Why this process follows no order any more, if so. Any thread. */
    public Optional<String> trouble() {
        ControlReader following = reader;
        return following == null ? Optional.empty() : following.trouble();
    }

    void onStop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
        ControlReader following = reader;
        if (following != null) {
            following.close();
        }
    }
}
