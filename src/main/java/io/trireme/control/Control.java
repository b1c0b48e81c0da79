package io.trireme.control;

import io.trireme.Fault;
import io.trireme.consume.Purge;
import io.trireme.consume.QueueDepth;
import io.trireme.consume.QueueDepths;
import io.trireme.consume.QueueOrders;
import io.trireme.consume.Revocations;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What operators order at run time, for all processes. When a call returns the brokers have the order, which every worker
 * follows at once, or when it starts. Any thread; calls block while the brokers are asked. A bean in the service.
 *
 * <p>All throw {@link io.trireme.TriremeException}: {@link Fault#QUEUE_UNKNOWN}, {@link Fault#QUEUE_NAME_WRONG},
 * {@link Fault#NAME_WRONG}, {@link Fault#CONTROL_MISSING}, {@link Fault#BROKER_UNAVAILABLE}. Of two who order at once the
 * later one wins.
 */
public final class Control {
    /** For as long a revocation holds. */
    public static final Duration REVOKED_FOR = Duration.ofDays(7);

    private final KafkaSettings kafka;
    private final SharedAdmin admin;
    private final RecordWriter writer;
    private final String application;
    private final InstantSource clock;

    /**
     * An operator of the brokers that these talk to, who goes by that clock.
     *
     * @param application the name that the groups' begin with
     */
    public Control(
            KafkaSettings kafka, SharedAdmin admin, RecordWriter writer, String application, InstantSource clock) {
        this.kafka = kafka;
        this.application = application;
        this.admin = admin;
        this.writer = writer;
        this.clock = clock;
    }

    /** Lets no task of the queue start, in any process, until it is resumed. Those that run may end. */
    public void pause(String queue) {
        order(queue, new Order.Pause(queue, true));
    }

    /** Lets the queue's tasks start again. */
    public void resume(String queue) {
        order(queue, new Order.Pause(queue, false));
    }

    /**
     * Lets so many attempts of the queue run at once in each process, whatever is configured there. What runs beyond it may
     * end.
     *
     * @throws io.trireme.TriremeException {@link Fault#CONCURRENCY_WRONG}
     */
    public void limit(String queue, int concurrency) {
        if (concurrency < 1 || concurrency > QueueOrders.MOST_CONCURRENCY) {
            throw Fault.CONCURRENCY_WRONG.because(concurrency, QueueOrders.MOST_CONCURRENCY);
        }
        order(queue, new Order.Concurrency(queue, OptionalInt.of(concurrency)));
    }

    /** Lets as many attempts of the queue run at once as each process is configured to. */
    public void unlimit(String queue) {
        order(queue, new Order.Concurrency(queue, OptionalInt.empty()));
    }

    /**
     * Drops all that lies in the queue now and has not started: each task is settled as cancelled when its turn comes. What
     * runs may end, and is not tried again if it fails. What is published later is not touched; nor is a topic made again
     * with the same name.
     *
     * @return how many tasks that are at most; those that run and what transactions leave behind are among them
     */
    public long purge(String queue) {
        Topics.checkedQueue(queue);
        QueueDepth depth = new QueueDepths(admin, application).of(queue);
        List<Long> ends = IntStream.range(0, depth.ends().size())
                .mapToObj(partition -> depth.ends().getOrDefault(partition, 0L))
                .toList();
        order(queue, new Order.Drop(queue, Optional.of(new Purge(depth.topic(), ends))));
        return depth.total();
    }

    /**
     * Revokes a task, in whichever queue: it does not start, not even when it is published later or comes back from the dead
     * letters; where it runs it is interrupted, and counts as cancelled once its handler has returned. Whether there is such
     * a task nobody can know; a task that is done stays done.
     *
     * @return until when
     */
    public Instant revoke(String task) {
        return revoke(Revocations.Kind.TASK, task);
    }

    /** Revokes all tasks of a group, those of later on too: see {@link #revoke}. */
    public Instant revokeGroup(String group) {
        return revoke(Revocations.Kind.GROUP, group);
    }

    private Instant revoke(Revocations.Kind kind, String name) {
        if (name.isEmpty() || name.length() > Revocations.LONGEST_NAME) {
            throw Fault.NAME_WRONG.because(Revocations.LONGEST_NAME, name.length());
        }
        Instant until = clock.instant().plus(REVOKED_FOR);
        order(new Order.Revoke(kind, name, Optional.of(until)));
        return until;
    }

    /**
     * What runs of the queue in all processes, and which of them have applied what was ordered: they are asked, and awaited
     * for 3 s at most. Timers, retries that wait and what lies in the queue are not among it.
     */
    public Activity running(String queue) {
        requireQueue(queue);
        if (!admin.hasTopic(Topics.control()) || !admin.hasTopic(Topics.answers())) {
            throw Fault.CONTROL_MISSING.because(queue);
        }
        return new Inquiry(kafka, admin, writer).ask(queue, Topics.group(application, queue));
    }

    private void order(String queue, Order order) {
        requireQueue(queue);
        order(order);
    }

    private void requireQueue(String queue) {
        Topics.checkedQueue(queue);
        if (!admin.hasTopic(Topics.tasks(queue))) {
            throw Fault.QUEUE_UNKNOWN.because(queue);
        }
    }

    private void order(Order order) {
        if (!admin.hasTopic(Topics.control())) {
            throw Fault.CONTROL_MISSING.because(order.subject());
        }
        writer.write(record(order));
    }

    static ProducerRecord<byte[], byte[]> record(Order order) {
        return new ProducerRecord<>(Topics.control(), ControlReader.PARTITION, order.key(), order.value());
    }
}
