package io.trireme.wire;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what settles tasks (dead letters, results, retries that leave the process), and does not rest until the brokers have it.
 *
 * <p>A write that fails is tried again with a growing pause for as long as its {@link Delivery} wants it: no outcome is
 * dropped in silence, and what holds a queue up is kept in {@link #trouble} for health to tell.
 *
 * <p>Threading: called by the runners' threads; answers come on the producer's thread or the timer's.
 */
public final class Deliveries implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Deliveries.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** Who waits for the brokers to have something. Told by one thread after the other. */
    public interface Waiter {
        /** Whether it still is to be written. */
        boolean wanted();

        /** A write failed; another one follows. */
        void heldUp();

        /** The brokers have it. */
        void delivered();

        /** It is no longer wanted; as far as is known it was not written. */
        void givenUp();
    }

    /** What is to be written, and who waits for it. */
    public interface Delivery extends Waiter {
        /** What is to be written; asked for anew each time that it is tried. */
        ProducerRecord<byte[], byte[]> record();

        /** The topic that it goes to. */
        String topic();

        /** The task whose offset waits for it. */
        ConsumerRecord<byte[], byte[]> task();

        /** What it is, for people: {@code dead letter 17}. */
        String what();

        /** The brokers, or this client, take no record so large. */
        TooLarge tooLarge();
    }

    /** A delivery that somebody else waits for, who is told what it is told. */
    public interface Awaited extends Delivery {
        /** Who waits. */
        Waiter waiter();

        @Override
        default boolean wanted() {
            return waiter().wanted();
        }

        @Override
        default void heldUp() {
            waiter().heldUp();
        }

        @Override
        default void delivered() {
            waiter().delivered();
        }

        @Override
        default void givenUp() {
            waiter().givenUp();
        }
    }

    /** What becomes of what is too large. */
    public enum TooLarge {
        /** It has been made smaller, and is tried again at once. */
        MADE_SMALLER,
        /** It is tried again until the topic takes larger ones. */
        HELD,
        /** Its delivery has gone another way, and nothing is to be written. */
        GONE_ANOTHER_WAY
    }

    private final Supplier<Producer<byte[], byte[]>> opens;
    private final ScheduledExecutorService timer;
    private final Map<Route, Trouble> troubles =
            new ConcurrentHashMap<>(); // bounded by the queues and what they write to
    private volatile @Nullable Producer<byte[], byte[]> producer; // written under this, read by who writes

    /**
     * @param opens opens the producer when the first delivery comes; most processes never need it
     * @param timer repeats writes, which may block it
     */
    public Deliveries(Supplier<Producer<byte[], byte[]>> opens, ScheduledExecutorService timer) {
        this.opens = opens;
        this.timer = timer;
    }

    /** Why something of a queue is not taken at present. */
    public Optional<String> trouble(String queue) {
        return troubles.entrySet().stream()
                .filter(trouble -> trouble.getKey().queue().equals(queue))
                .map(trouble -> trouble.getValue().text())
                .findFirst();
    }

    /** Writes, and tells the delivery when the brokers have it. Returns at once as a rule. */
    public void deliver(Delivery delivery) {
        write(delivery, FIRST_PAUSE);
    }

    /** Does this on the thread that repeats writes: for who delivers something and must not be blocked by the client. */
    public void later(Runnable delivering) {
        timer.execute(delivering);
    }

    /** Writes what nobody waits for, once. */
    public void mention(ProducerRecord<byte[], byte[]> record) {
        producer().send(record);
    }

    /** How many partitions a topic has; asks the brokers when that is not known. */
    public int partitions(String topic) {
        return producer().partitionsFor(topic).size();
    }

    private void write(Delivery delivery, Duration pause) {
        if (!delivery.wanted()) {
            troubles.remove(Route.of(delivery)); // if it is another's too, that one's next try tells
            delivery.givenUp();
            return;
        }
        try {
            producer().send(delivery.record(), (metadata, failure) -> {
                if (failure == null) {
                    if (!troubles.isEmpty()) {
                        troubles.remove(Route.of(delivery));
                    }
                    delivery.delivered();
                } else {
                    failed(delivery, pause, failure);
                }
            });
        } catch (RuntimeException failure) { // the client's, or of a record that cannot be made: never silence
            failed(delivery, pause, failure);
        }
    }

    private void failed(Delivery delivery, Duration pause, Exception failure) {
        if (failure instanceof RecordTooLargeException) {
            switch (delivery.tooLarge()) {
                case MADE_SMALLER -> {
                    timer.execute(() -> write(delivery, pause));
                    return;
                }
                case GONE_ANOTHER_WAY -> {
                    return;
                }
                case HELD -> {} // as below
            }
        }
        delivery.heldUp();
        tell(delivery, failure);
        Duration longer = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        timer.schedule(() -> write(delivery, longer), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tell(Delivery delivery, Exception failure) {
        var trouble = new Trouble(failure.getClass(), delivery.what() + " is not taken: " + failure.getMessage());
        Trouble before = troubles.put(Route.of(delivery), trouble);
        if (before == null || before.kind() != trouble.kind()) { // else each try of each delivery would be a line
            LOG.warnf(
                    "Queue %s: %s; its offset %d of partition %d is held and the write is tried again.",
                    delivery.task().topic(),
                    trouble.text(),
                    delivery.task().offset(),
                    delivery.task().partition());
        }
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> open = producer;
        return open == null ? open() : open;
    }

    private synchronized Producer<byte[], byte[]> open() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = opens.get();
            producer = open;
        }
        return open;
    }

    /** Waits for what is under way, a bounded time. */
    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(CLOSING);
        }
    }

    /** From a queue to a topic. */
    private record Route(String queue, String topic) {
        static Route of(Delivery delivery) {
            return new Route(delivery.task().topic(), delivery.topic());
        }
    }

    /** Why something is not taken: as a kind, to tell news from the same again, and for people. */
    private record Trouble(Class<?> kind, String text) {}
}
