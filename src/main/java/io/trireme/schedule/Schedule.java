package io.trireme.schedule;

import io.trireme.Fault;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The timers of the cluster: list them, show one, cancel one. Any thread; calls block while the brokers are asked. What was
 * published within the last moment may not be seen yet. A bean in the service.
 *
 * <p>All throw {@link io.trireme.TriremeException}: {@link Fault#BROKER_UNAVAILABLE}.
 */
public final class Schedule {
    private final KafkaSettings kafka;
    private final SharedAdmin admin;
    private final RecordWriter writer;

    /** The timers held by the brokers that these talk to. */
    public Schedule(KafkaSettings kafka, SharedAdmin admin, RecordWriter writer) {
        this.kafka = kafka;
        this.admin = admin;
        this.writer = writer;
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
        writer.write(new ProducerRecord<>(Topics.schedule(), id.getBytes(StandardCharsets.UTF_8), null));
    }

    /**
     * Publishes tasks again and again, until {@link #removeCron}. The same rule under the same name goes on where it is; another
     * one takes its place and begins now. While the queue does not exist its firings wait.
     *
     * @param payload of every task, JSON; null for tasks without one
     * @throws io.trireme.TriremeException {@link Fault#SCHEDULE_MISSING}
     */
    public void addCron(CronJob job, byte @Nullable [] payload) {
        if (!admin.hasTopic(Topics.schedule())) {
            throw Fault.SCHEDULE_MISSING.because(CronEntry.PREFIX + job.name(), job.queue());
        }
        writer.write(CronCommands.add(job, payload));
    }

    /** @throws io.trireme.TriremeException {@link Fault#TIMER_UNKNOWN} */
    public void removeCron(String name) {
        cancel(CronEntry.PREFIX + name);
    }

    private List<Timer> read(TimerSelection selection) {
        try (var reader = new TimerReader(kafka)) {
            return reader.read(selection);
        }
    }
}
