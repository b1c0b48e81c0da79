package io.trireme.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the other broker tests rely on. */
class SharedBrokerIT {
    private final BrokerClient client = BrokerClient.ofSharedBroker();
    private final String topic = client.createTopic(2);
    private final String group = BrokerClient.uniqueName("group");

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void everybody_gets_the_same_broker() {
        assertThat(SharedBroker.bootstrapServers())
                .isEqualTo(SharedBroker.bootstrapServers())
                .startsWith("127.0.0.1:");
    }

    @Test
    void what_is_published_is_read_with_its_key_and_headers() {
        client.produce(topic, "k", "v", Map.of("ce_id", "1"));

        assertThat(client.readAll(topic)).singleElement().satisfies(record -> {
            assertThat(record.key()).asString(UTF_8).isEqualTo("k");
            assertThat(record.value()).asString(UTF_8).isEqualTo("v");
            assertThat(BrokerClient.header(record, "ce_id")).isEqualTo("1");
            assertThat(BrokerClient.header(record, "none")).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "classic"})
    void a_group_of_either_protocol_reads_commits_and_has_no_lag_then(String protocol) {
        client.produce(topic, null, "one");
        client.produce(topic, null, "two");
        assertThat(client.lag(group, topic)).isEqualTo(2);

        try (var consumer = consumer(protocol)) {
            consumer.subscribe(List.of(topic));
            var read = new ArrayList<String>();
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> read.add(record.value()));
                return read.size() == 2;
            });
            consumer.commitSync();
        }

        assertThat(client.lag(group, topic)).isZero();
        assertThat(client.committed(group)).hasSize(2);
    }

    @Test
    void what_an_aborted_transaction_wrote_is_not_read() throws Exception {
        try (var producer = transactionalProducer(Duration.ofMinutes(1))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "aborted")).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "committed")).get();
            producer.commitTransaction();
        }

        assertThat(client.readAll(topic))
                .extracting(record -> new String(record.value(), UTF_8))
                .containsExactly("committed");
    }

    @Test
    void a_transaction_that_nobody_ends_is_aborted_soon_after_its_timeout() throws Exception {
        try (var producer = transactionalProducer(Duration.ofSeconds(1))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, "left open")).get();
            client.produce(new ProducerRecord<>(topic, 0, null, "behind it".getBytes(UTF_8)));

            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(client.readAll(topic))
                    .extracting(record -> new String(record.value(), UTF_8))
                    .containsExactly("behind it"));
        }
    }

    @Test
    void share_groups_are_on() {
        var settings = Map.<String, Object>of("bootstrap.servers", client.bootstrapServers(), "group.id", group);
        try (var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().until(
                            () -> { // what was there before it began is not shared
                                client.produce(topic, null, "shared");
                                return !consumer.poll(Duration.ofMillis(100)).isEmpty();
                            });
        }
    }

    private KafkaConsumer<String, String> consumer(String protocol) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                client.bootstrapServers(),
                "group.id",
                group,
                "group.protocol",
                protocol,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private KafkaProducer<String, String> transactionalProducer(Duration timeout) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                client.bootstrapServers(),
                "transactional.id",
                group,
                "transaction.timeout.ms",
                (int) timeout.toMillis());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
}
