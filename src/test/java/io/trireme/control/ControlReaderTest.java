package io.trireme.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ControlReaderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.control(), ControlReader.PARTITION);

    @Test
    void of_a_topic_without_orders_no_start_waits_for_a_poll() throws InterruptedException {
        var consumer = new Quiet();
        consumer.updateBeginningOffsets(Map.of(PARTITION, 7L)); // there were some once
        consumer.updateEndOffsets(Map.of(PARTITION, 7L));
        var reader = new ControlReader(consumer, new Followed());

        reader.start();

        assertThat(reader.awaitStart(PATIENCE)).isTrue();
        consumer.somebodyWrites.countDown();
        reader.close();
    }

    @Test
    void what_lies_in_the_topic_is_awaited() throws InterruptedException {
        var consumer = new Quiet();
        consumer.updateBeginningOffsets(Map.of(PARTITION, 7L));
        consumer.updateEndOffsets(Map.of(PARTITION, 8L));
        var reader = new ControlReader(consumer, new Followed());

        reader.start();
        consumer.polled.await();

        assertThat(reader.awaitStart(Duration.ZERO)).isFalse();
        consumer.somebodyWrites.countDown();
        reader.close();
    }

    /** Nothing comes, for as long as the test likes. */
    private static final class Quiet extends MockConsumer<byte[], byte[]> {
        private final CountDownLatch polled = new CountDownLatch(1);
        private final CountDownLatch somebodyWrites = new CountDownLatch(1);

        private Quiet() {
            super("earliest");
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
            polled.countDown();
            try {
                somebodyWrites.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return super.poll(atMost);
        }
    }
}
