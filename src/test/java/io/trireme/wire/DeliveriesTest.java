package io.trireme.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MockProducer<byte[], byte[]> brokers =
            new MockProducer<>(Cluster.empty(), false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Deliveries deliveries = new Deliveries(() -> brokers, timer);
    private final Letter letter = new Letter();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void what_the_brokers_refuse_is_written_again_and_named_until_they_take_it() {
        deliveries.deliver(letter);

        brokers.errorNext(new TopicAuthorizationException("q.dead"));
        assertThat(letter.heldUp).isOne();
        assertThat(deliveries.trouble("q").orElseThrow()).contains("letter 7 is not taken", "q.dead");
        assertThat(deliveries.trouble("other")).isEmpty();

        await().atMost(SOON).until(brokers::completeNext);
        assertThat(letter.delivered).isTrue();
        assertThat(deliveries.trouble("q")).isEmpty();
    }

    @Test
    void what_is_no_longer_wanted_is_not_written_again() {
        deliveries.deliver(letter);
        letter.wanted = false;

        brokers.errorNext(new TopicAuthorizationException("q.dead"));

        await().atMost(SOON).until(() -> letter.givenUp);
        assertThat(brokers.history()).hasSize(1);
        assertThat(deliveries.trouble("q")).isEmpty();
    }

    @Test
    void what_is_too_large_is_made_smaller_and_written_at_once() {
        letter.tooLarge = Deliveries.TooLarge.MADE_SMALLER;
        deliveries.deliver(letter);

        brokers.errorNext(new RecordTooLargeException());

        await().atMost(SOON).until(brokers::completeNext);
        assertThat(letter.delivered).isTrue();
        assertThat(letter.heldUp).isZero();
    }

    @Test
    void what_is_too_large_and_went_another_way_is_not_written_again() {
        letter.tooLarge = Deliveries.TooLarge.GONE_ANOTHER_WAY;
        deliveries.deliver(letter);

        brokers.errorNext(new RecordTooLargeException());

        timer.close(); // runs what was to be run at once
        assertThat(brokers.history()).hasSize(1);
        assertThat(deliveries.trouble("q")).isEmpty();
    }

    /** Notes what it is told. */
    private static final class Letter implements Deliveries.Delivery {
        private volatile boolean wanted = true;
        private volatile boolean delivered;
        private volatile boolean givenUp;
        private volatile int heldUp;
        private Deliveries.TooLarge tooLarge = Deliveries.TooLarge.HELD;

        @Override
        public ProducerRecord<byte[], byte[]> record() {
            return new ProducerRecord<>(topic(), new byte[1], new byte[1]);
        }

        @Override
        public String topic() {
            return "q.dead";
        }

        @Override
        public ConsumerRecord<byte[], byte[]> task() {
            return new ConsumerRecord<>("q", 0, 7, null, new byte[1]);
        }

        @Override
        public String what() {
            return "letter 7";
        }

        @Override
        public boolean wanted() {
            return wanted;
        }

        @Override
        public Deliveries.TooLarge tooLarge() {
            return tooLarge;
        }

        @Override
        public void heldUp() {
            heldUp++;
        }

        @Override
        public void delivered() {
            delivered = true;
        }

        @Override
        public void givenUp() {
            givenUp = true;
        }
    }
}
