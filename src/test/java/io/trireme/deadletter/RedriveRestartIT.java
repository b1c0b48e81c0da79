package io.trireme.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.dev.EmbeddedBroker;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.Headers;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The broker ends in the middle of a redrive and comes back. */
@Tag("side-by-side")
class RedriveRestartIT {
    private static final int LETTERS = 3_000;
    private static final String QUEUE = "restarted";

    /** Slow enough that the broker ends between the first transaction and the last. */
    private static final double RATE = 500;

    @Test
    void each_task_is_put_back_once_and_a_redrive_that_failed_can_be_asked_for_again() {
        try (var embedded = EmbeddedBroker.start();
                var broker = new BrokerClient(embedded.bootstrapServers())) {
            var kafka = new KafkaSettings(Map.of("bootstrap.servers", embedded.bootstrapServers()));
            try (var admin = new SharedAdmin(kafka)) {
                broker.createTopic(QUEUE, 1);
                broker.createTopic(Topics.deadLetters(QUEUE), 1);
                bury(kafka);
                var letters = new DeadLetterQueues(kafka, admin);
                var slow = new Redrive(false, OptionalDouble.of(RATE), Optional.empty());
                var first = new CompletableFuture<MoveReport>();
                Thread.ofVirtual().start(() -> {
                    try {
                        first.complete(letters.redrive(QUEUE, LetterFilter.ALL, slow, MoveProgress.UNWATCHED));
                    } catch (RuntimeException failure) {
                        first.completeExceptionally(failure);
                    }
                });
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !broker.readAll(QUEUE).isEmpty());
                assertThat(first).as("it is in the middle of it").isNotDone();

                embedded.stop();
                embedded.restart();
                await().atMost(Duration.ofSeconds(90)).until(first::isDone);
                await().atMost(Duration.ofSeconds(60))
                        .ignoreExceptions()
                        .until(() -> letters.redrive(QUEUE, LetterFilter.ALL, Redrive.AT_ONCE, MoveProgress.UNWATCHED)
                                        .matched()
                                == 0);

                var ids = new HashSet<String>();
                assertThat(broker.readAll(QUEUE)).hasSize(LETTERS).allSatisfy(task -> assertThat(ids.add(id(task)))
                        .as("%s was put back before", id(task))
                        .isTrue());
                assertThat(letters.count(QUEUE, LetterFilter.ALL)).isZero();
            }
        }
    }

    private static void bury(KafkaSettings kafka) {
        try (var producer = new KafkaProducer<byte[], byte[]>(kafka.producer("test-letters"))) {
            for (int i = 0; i < LETTERS; i++) {
                var letter = new ProducerRecord<>(Topics.deadLetters(QUEUE), bytes("id-" + i), bytes("payload"));
                letter.headers().add(Headers.ID, bytes("id-" + i));
                letter.headers().add(Headers.DEAD_REASON, bytes(Fault.ATTEMPTS_EXHAUSTED.name()));
                producer.send(letter);
            }
        }
    }

    private static String id(ConsumerRecord<byte[], byte[]> task) {
        return BrokerClient.header(task, Headers.ID);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
