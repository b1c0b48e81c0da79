package io.trireme.control;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.trireme.Fault;
import io.trireme.TriremeConfig;
import io.trireme.consume.Consumers;
import io.trireme.consume.QueueOrders;
import io.trireme.consume.Revocations;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Has the consumers of this process follow what is ordered: begins before they do, so that no task of a paused queue starts.
 * Used by the thread that starts and stops the application.
 */
@Singleton
class ControlFollower implements Following {
    private static final int BEFORE_THE_CONSUMERS = 1_500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TriremeConfig config;
    private final KafkaSettings kafka;
    private final SharedAdmin admin;
    private final RecordWriter writer;
    private final Consumers consumers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon(true).name("trireme-control-timer").factory());
    private @Nullable ControlReader reader;

    ControlFollower(
            TriremeConfig config, KafkaSettings kafka, SharedAdmin admin, RecordWriter writer, Consumers consumers) {
        this.config = config;
        this.kafka = kafka;
        this.admin = admin;
        this.writer = writer;
        this.consumers = consumers;
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
        try {
            if (!made.awaitStart(PATIENCE)) {
                made.close();
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

    void onStop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
        if (reader != null) {
            reader.close();
        }
    }
}
