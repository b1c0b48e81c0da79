package io.trireme.schedule;

import io.trireme.ScheduleSettings;
import io.trireme.schedule.ScheduleStatus.State;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;
import org.jboss.logging.Logger;

/**
 * The schedule's topology: {@code trireme.schedule} → {@link TimerProcessor} → the queues, exactly once. A thread
 * that dies is replaced, unless that happens {@link #MOST_DEATHS} times a thread within {@link #DEATHS_WITHIN}. Any thread.
 */
final class StreamsEngine implements ScheduleEngine {
    private static final Logger LOG = Logger.getLogger(StreamsEngine.class);

    /** With the punctuator's interval, most of the firing error: who reads committed records sees a task after the commit. */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(10);

    /** How long a dead owner's transaction may hold up its successor and the readers of the queues. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(5);

    /** How long a record may take, one for a queue deleted a moment ago say: its transaction is over by then anyway. */
    private static final Duration SENDING = Duration.ofSeconds(10);

    /** The longest that a thread waits for commands before it looks for due timers. */
    private static final Duration POLL = Duration.ofMillis(20);

    /** Kafka's share of the session timeout between two signs of life. */
    private static final int HEARTBEATS_A_SESSION = 4;

    private static final Duration CLOSING = Duration.ofSeconds(15);

    /** Of each thread; brokers that are away end one each {@link #SENDING} at most, so that an outage is not the end. */
    private static final int MOST_DEATHS = 10;

    private static final Duration DEATHS_WITHIN = Duration.ofMinutes(1);

    private final KafkaStreams streams;

    StreamsEngine(
            KafkaSettings kafka,
            ScheduleSettings settings,
            Path directory,
            InstantSource clock,
            Targets targets,
            ScheduleCounters counters) {
        var time = new ElapsedTime();
        int most = MOST_DEATHS * settings.threads();
        var deaths = new ThreadDeaths(most, DEATHS_WITHIN, System::nanoTime);
        streams = new KafkaStreams(
                topology(() -> new TimerProcessor(Topics.scheduleStore(), clock, targets, counters)),
                new StreamsConfig(config(kafka, settings, directory)),
                time);
        streams.setUncaughtExceptionHandler(failure -> {
            if (deaths.areTooMany()) {
                LOG.errorf(failure, "The schedule gives up: its threads died %d times within %s", most, DEATHS_WITHIN);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            LOG.errorf(failure, "A thread of the schedule died, and another one takes over");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    }

    static Topology topology(ProcessorSupplier<byte[], byte[], Destination, byte[]> timers) {
        var bytes = new ByteArrayDeserializer();
        return new Topology()
                .addSource("commands", bytes, bytes, Topics.schedule())
                .addProcessor("timers", timers, "commands")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore(Topics.scheduleStore()),
                                        Serdes.Bytes(),
                                        Serdes.ByteArray())
                                .withCachingDisabled(),
                        "timers")
                .addSink(
                        "tasks",
                        (destination, value, context) -> Topics.tasks(destination.queue()),
                        new Destination.KeySerializer(),
                        new ByteArraySerializer(),
                        "timers");
    }

    private static Map<String, Object> config(KafkaSettings kafka, ScheduleSettings settings, Path directory) {
        var config = new HashMap<String, Object>(kafka.admin("trireme-schedule")); // address, TLS and SASL
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, Topics.scheduleGroup());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicas().orElse(-1));
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
        config.put(StreamsConfig.POLL_MS_CONFIG, POLL.toMillis());
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksMemory.class);
        int session = Math.toIntExact(settings.sessionTimeout().toMillis());
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
        config.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                Math.max(1, session / HEARTBEATS_A_SESSION));
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        bound(config, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        Object largest = kafka.producer("unused").get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), largest);
        config.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), String.valueOf(largest));
        bound(config, ProducerConfig.MAX_BLOCK_MS_CONFIG, SENDING);
        bound(config, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, SENDING);
        bound(config, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRANSACTION_TIMEOUT);
        return config;
    }

    private static void bound(Map<String, Object> config, String setting, Duration most) {
        config.put(StreamsConfig.producerPrefix(setting), Math.toIntExact(most.toMillis()));
    }

    @Override
    public void start() {
        streams.start();
    }

    @Override
    public State state() {
        return switch (streams.state()) {
            case CREATED -> State.STARTING;
            case REBALANCING -> State.RESTORING;
            case RUNNING -> State.RUNNING;
            case PENDING_SHUTDOWN, NOT_RUNNING -> State.STOPPED;
            case PENDING_ERROR, ERROR -> State.FAILED;
        };
    }

    /** Leaves the group, so that others take over at once and not after the session timeout. */
    @Override
    public void close() {
        if (!streams.close(
                CloseOptions.timeout(CLOSING).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP))) {
            LOG.warnf("The schedule did not stop within %s; what it had not committed fires elsewhere", CLOSING);
        }
    }
}
