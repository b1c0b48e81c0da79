package io.trireme.wire;

import io.trireme.Fault;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.Config;

/**
 * The settings of every Kafka client: the user's {@code kafka.*}, and over them what Trireme's promises rest on, which
 * cannot be changed.
 */
public final class KafkaSettings {
    /** Where the brokers are looked for when nothing is said. */
    public static final String DEFAULT_BOOTSTRAP = "127.0.0.1:9092";

    private static final String PREFIX = "kafka.";

    /** Most records of one poll; they are handed over as one batch. */
    private static final int POLL_RECORDS = 2_000;

    /** Largest request of a producer: above the brokers' own limits as they come, so that theirs decide. */
    private static final int REQUEST_BYTES = 16 * 1024 * 1024;

    /** How long a write that is repeated anyway may wait to be put into the producer's buffer. */
    private static final int REPEATED_BLOCK_MILLIS = 1_000;

    private static final int REPEATED_REQUEST_MILLIS = 10_000;

    /** How long the producer itself goes on trying such a write. */
    private static final int REPEATED_DELIVERY_MILLIS = 30_000;

    private static final Map<String, String> FIXED = Map.of(
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
            ProducerConfig.ACKS_CONFIG, "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");

    private static final Set<String> OURS = Set.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    private final Map<String, String> given;

    /**
     * @param given the user's settings, named as Kafka names them
     * @throws io.trireme.TriremeException {@link Fault#SETTING_REFUSED}
     */
    public KafkaSettings(Map<String, String> given) {
        this.given = new TreeMap<>(given);
        this.given.putIfAbsent(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BOOTSTRAP);
        FIXED.forEach((name, value) -> {
            String wanted = given.getOrDefault(name, value);
            if (!wanted.equals(value)) {
                throw Fault.SETTING_REFUSED.because(name, wanted, value);
            }
        });
        for (String name : OURS) {
            if (given.containsKey(name)) {
                throw Fault.SETTING_REFUSED.because(name, given.get(name), "a value of its own");
            }
        }
    }

    /** Everything under {@code kafka.}, from properties and from the environment ({@code KAFKA_BOOTSTRAP_SERVERS}). */
    public static KafkaSettings of(Config config) {
        var given = new HashMap<String, String>();
        for (String name : config.getPropertyNames()) {
            String dotted = name.toLowerCase(Locale.ROOT).replace('_', '.');
            if (dotted.startsWith(PREFIX)) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value -> given.put(dotted.substring(PREFIX.length()), value));
            }
        }
        return new KafkaSettings(given);
    }

    /** Where the brokers are. */
    public String bootstrapServers() {
        return given.getOrDefault(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BOOTSTRAP);
    }

    /** For the consumer of one group. */
    public Map<String, Object> consumer(String group, String clientId) {
        var settings = known(ConsumerConfig.configNames());
        settings.putIfAbsent(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        if ("classic".equalsIgnoreCase(String.valueOf(settings.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)))) {
            settings.putIfAbsent(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    /** For a consumer in no group, which is assigned what it reads. */
    public Map<String, Object> reader(String clientId) {
        Map<String, Object> settings = consumer("unused", clientId);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        settings.remove(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return settings;
    }

    /** For a producer. */
    public Map<String, Object> producer(String clientId) {
        var settings = known(ProducerConfig.configNames());
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    /**
     * For a producer whose caller repeats a write until the brokers have it: tells soon that one has failed.
     *
     * <p>The client goes on with a record for two minutes as it comes. When a topic is deleted and made anew in that time, the
     * record's number may lie below that of a later one which the new topic has already taken; the brokers then refuse it as out of
     * order each time, and only a new write of the same record, with a new number, is taken.
     */
    public Map<String, Object> repeatingProducer(String clientId) {
        Map<String, Object> settings = producer(clientId);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REPEATED_BLOCK_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REPEATED_REQUEST_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, REPEATED_DELIVERY_MILLIS);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return settings;
    }

    /** The largest request of a producer, in bytes; it sends no record beyond that, whatever the topic takes. */
    public int largestRequest() {
        String largest = String.valueOf(producer("unused").get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG));
        try {
            return Integer.parseInt(largest.strip());
        } catch (NumberFormatException notANumber) {
            throw Fault.SETTING_WRONG.causedBy(notANumber, "kafka.max.request.size", largest, "use a number of bytes.");
        }
    }

    /** For an admin client. */
    public Map<String, Object> admin(String clientId) {
        var settings = known(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
        return settings;
    }

    /** The longest that a consumer may go without a poll before the group gives its partitions away, in milliseconds. */
    public long maxPollIntervalMillis() {
        String given = this.given.getOrDefault(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "300000");
        try {
            return Long.parseLong(given);
        } catch (NumberFormatException notANumber) {
            throw Fault.SETTING_WRONG.causedBy(
                    notANumber, "kafka.max.poll.interval.ms", given, "use a number of milliseconds.");
        }
    }

    private Map<String, Object> known(Set<String> names) {
        var settings = new HashMap<String, Object>();
        given.forEach((name, value) -> {
            if (names.contains(name)) {
                settings.put(name, value);
            }
        });
        return settings;
    }
}
