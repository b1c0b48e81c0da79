package io.trireme.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.Fault;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One task among {@value #TASKS} ends its process as soon as it begins. It is found out: it costs no more processes than
 * the one that nobody could foresee and those that are allowed, ends in the dead letters, and nothing else does.
 */
@Tag("guarantee")
class PoisonIT {
    private static final int TASKS = 10_000;
    private static final int KEYS = 2_000;
    private static final int DEATHS = 3;

    private final BrokerClient broker = BrokerClient.ofSharedBroker();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void a_task_that_kills_its_process_is_found_and_its_neighbours_are_done() throws Exception {
        var random = new Random(Length.seed());
        int poison = random.nextInt(TASKS / 10);
        var setup = WorkerSetup.quick(broker.bootstrapServers(), BrokerClient.uniqueName("poison"), "consumer")
                .withPoisonAt(poison);
        try (var crew = new Crew(setup, 2)) {
            Receipts published = publish(setup, random);
            crew.join();
            int fallen = crew.replaceFallenUntil(() -> broker.lag(setup.group(), setup.queue()) == 0);
            History history = crew.end(published, List.of());

            Guarantee.verifyAll(
                    fallen + " processes ended by task 0-" + poison,
                    history,
                    new NothingLost(),
                    new KeyOrder(),
                    new FewRepeats(setup));
            assertThat(fallen).isLessThanOrEqualTo(DEATHS + 1);
            assertThat(broker.readAll(Topics.deadLetters(setup.queue())))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(BrokerClient.header(letter, Headers.DEAD_REASON))
                                .isEqualTo(Fault.KILLED_PROCESS.name());
                        assertThat(new String(letter.key(), UTF_8)).isEqualTo(setup.queue() + "-0-" + poison);
                    });
        }
    }

    /** All tasks; receipts of all but the one that nobody will finish. */
    private static Receipts publish(WorkerSetup setup, Random random) {
        var receipts = new Receipts(setup.partitions());
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", setup.bootstrap(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < TASKS; i++) {
                String key = "k" + random.nextInt(KEYS);
                producer.send(new ProducerRecord<>(setup.queue(), key, "{}"), (metadata, failure) -> {
                    if (failure == null && !setup.isPoison(metadata.partition(), metadata.offset())) {
                        receipts.add(metadata.partition(), metadata.offset(), System.nanoTime());
                    }
                });
            }
        }
        return receipts;
    }
}
