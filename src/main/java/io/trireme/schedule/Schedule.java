package io.trireme.schedule;

import io.trireme.Fault;
import io.trireme.TriremeException;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The timers of the cluster: list them, show one, cancel one. Any thread; calls block while the brokers are asked. What was
 * published within the last moment may not be seen yet. A bean in the service.
 *
 * <p>All throw {@link io.trireme.TriremeException}: {@link Fault#BROKER_UNAVAILABLE}.
 */
public final class Schedule {
    private static final int PATIENCE_MILLIS = 10_000;

    private final KafkaSettings kafka;

    /** @param kafka where the brokers are */
    public Schedule(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** The {@code limit} timers that are due first, without payloads. */
    public List<Timer> list(int limit) {
        return read(TimerSelection.first(limit));
    }

    /** @throws io.trireme.TriremeException {@link Fault#TIMER_UNKNOWN} */
    public Timer show(String id) {
        return read(TimerSelection.one(id)).stream().findFirst().orElseThrow(() -> Fault.TIMER_UNKNOWN.because(id));
    }

    /**
     * Cancels a timer: when this returns the brokers have the command. One that is due at this very moment may still fire.
     *
     * @throws io.trireme.TriremeException {@link Fault#TIMER_UNKNOWN}
     */
    public void cancel(String id) {
        show(id);
        send(new ProducerRecord<>(Topics.schedule(), id.getBytes(StandardCharsets.UTF_8), null));
    }

    /**
     * Publishes tasks again and again, until {@link #removeCron}. The same rule under the same name goes on where it is; another
     * one takes its place and begins now. While the queue does not exist its firings wait.
     *
     * @param payload of every task, JSON; null for tasks without one
     * @throws io.trireme.TriremeException {@link Fault#SCHEDULE_MISSING}
     */
    public void addCron(CronJob job, byte @Nullable [] payload) {
        requireSchedule(job);
        send(CronCommands.add(job, payload));
    }

    /** @throws io.trireme.TriremeException {@link Fault#TIMER_UNKNOWN} */
    public void removeCron(String name) {
        cancel(CronEntry.PREFIX + name);
    }

    private void requireSchedule(CronJob job) {
        try (var admin = Admin.create(kafka.admin("trireme-schedule-commands"))) {
            admin.describeTopics(List.of(Topics.schedule()))
                    .allTopicNames()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                throw Fault.SCHEDULE_MISSING.because(CronEntry.PREFIX + job.name(), job.queue());
            }
            throw unavailable(failure);
        } catch (TimeoutException | KafkaException failure) {
            throw unavailable(failure);
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        }
    }

    private TriremeException unavailable(Exception failure) {
        return Fault.BROKER_UNAVAILABLE.causedBy(failure, kafka.bootstrapServers(), failure.getMessage());
    }

    private void send(ProducerRecord<byte[], byte[]> command) {
        Map<String, Object> settings = kafka.producer("trireme-schedule-commands");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
            producer.send(command).get();
        } catch (ExecutionException | KafkaException failure) {
            throw unavailable(failure);
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        }
    }

    private List<Timer> read(TimerSelection selection) {
        try (var reader = new TimerReader(kafka)) {
            return reader.read(selection);
        }
    }
}
