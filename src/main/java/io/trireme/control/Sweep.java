package io.trireme.control;

import io.trireme.TriremeException;
import io.trireme.consume.Revocations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Takes revocations whose time is over out of {@code trireme.control}. Every worker looks, at times of its own; the first
 * one to look writes, and the others forget what it wrote off when they read that, so hardly anything is written twice.
 *
 * <p>Race: who revokes a task again in the very moment in which its first revocation, of seven days ago, is taken out, may
 * have revoked it in vain.
 *
 * <p>On a timer of its own. On failure: another look follows, here or elsewhere; a revocation that is over and still there
 * costs memory and nothing else.
 */
final class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    /** Revocations taken out by one look. */
    private static final int MOST = 10_000;

    private final Revocations revocations;
    private final Consumer<List<ProducerRecord<byte[], byte[]>>> writer;
    private final InstantSource clock;

    /** @param writer writes to the topic, and waits until that is done */
    Sweep(Revocations revocations, Consumer<List<ProducerRecord<byte[], byte[]>>> writer, InstantSource clock) {
        this.revocations = revocations;
        this.writer = writer;
        this.clock = clock;
    }

    /** @param random gives a number from 0 to 1: which part of the first interval passes before the first look */
    void start(ScheduledExecutorService timer, DoubleSupplier random) {
        timer.scheduleWithFixedDelay(
                this::look,
                (long) (INTERVAL.toMillis() * random.getAsDouble()),
                INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    void look() {
        List<ProducerRecord<byte[], byte[]>> records = revocations.over(clock.instant(), MOST).stream()
                .map(over -> Control.record(new Order.Revoke(over.kind(), over.name(), Optional.empty())))
                .toList();
        if (records.isEmpty()) {
            return; // or each worker would open a producer for nothing
        }
        try {
            writer.accept(records);
        } catch (TriremeException failure) {
            LOG.infof("%d revocations that are over were not taken out: %s", records.size(), failure.getMessage());
        }
    }
}
