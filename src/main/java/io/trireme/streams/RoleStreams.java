package io.trireme.streams;

import io.trireme.StateSettings;
import io.trireme.TriremeException;
import io.trireme.wire.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;

/**
 * A topology of a role, running: exactly once, on elapsed time. A thread that dies is replaced, unless it died of a fault that
 * says what to do, or that happens {@link #MOST_DEATHS} times a thread within {@link #DEATHS_WITHIN}. Any thread.
 */
public final class RoleStreams implements RoleEngine {
    private static final Logger LOG = Logger.getLogger(RoleStreams.class);

    /**
     * The longest that a dead owner's transaction may hold up its successor and who reads what it wrote; no longer than a session,
     * after which an owner that is silent is dead.
     */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(5);

    /** How long brokers may take to answer. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** How long a record may take, one for a queue deleted a moment ago say: its transaction is over by then anyway. */
    private static final Duration SENDING = Duration.ofSeconds(10);

    /** The longest that a thread waits for commands before it looks what time has brought. */
    private static final Duration POLL = Duration.ofMillis(20);

    /** Kafka's share of the session timeout between two signs of life. */
    private static final int HEARTBEATS_A_SESSION = 4;

    private static final Duration CLOSING = Duration.ofSeconds(15);

    /** Of each thread; brokers that are away end one each {@link #SENDING} at most, so that an outage is not the end. */
    private static final int MOST_DEATHS = 10;

    private static final Duration DEATHS_WITHIN = Duration.ofMinutes(1);

    private final String role;
    private final KafkaStreams streams;
    private final Runnable afterwards;

    /**
     * How much of it there is.
     *
     * @param threads of this process
     * @param standbys copies of a store in other processes
     * @param replicas of the changelog, -1 for the brokers' default
     * @param sessionTimeout without a sign of a process for so long, its partitions go to others
     * @param commitInterval how much of the work a successor repeats
     * @param linger how long what is written waits for company; a commit waits for nothing
     */
    public record Size(
            int threads,
            int standbys,
            int replicas,
            Duration sessionTimeout,
            Duration commitInterval,
            Duration linger) {
        /** As it is set for the role {@code state}. */
        public static Size of(StateSettings settings, Duration commitInterval, Duration linger) {
            return new Size(
                    settings.threads(),
                    settings.standbys(),
                    settings.replicas().orElse(-1),
                    settings.sessionTimeout(),
                    commitInterval,
                    linger);
        }
    }

    /**
     * @param role for messages and names of clients
     * @param application the consumer group, and the beginning of the changelogs' names
     * @param afterwards is run when it has stopped
     */
    public RoleStreams(
            String role,
            String application,
            Topology topology,
            KafkaSettings kafka,
            Size size,
            Path directory,
            Runnable afterwards) {
        this.role = role;
        this.afterwards = afterwards;
        int most = MOST_DEATHS * size.threads();
        var deaths = new ThreadDeaths(most, DEATHS_WITHIN, System::nanoTime);
        streams = new KafkaStreams(
                topology, new StreamsConfig(config(role, application, kafka, size, directory)), new ElapsedTime());
        streams.setUncaughtExceptionHandler(failure -> {
            Optional<TriremeException> fault = fault(failure);
            if (fault.isPresent()) {
                LOG.errorf("The role %s gives up: %s", role, fault.get().getMessage());
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            if (deaths.areTooMany()) {
                LOG.errorf(
                        failure,
                        "The role %s gives up: its threads died %d times within %s",
                        role,
                        most,
                        DEATHS_WITHIN);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            LOG.errorf(failure, "A thread of the role %s died, and another one takes over", role);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    }

    /** What another thread would come across as well, and says what to do about it. */
    private static Optional<TriremeException> fault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TriremeException known) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    private static Map<String, Object> config(
            String role, String application, KafkaSettings kafka, Size size, Path directory) {
        var config = new HashMap<String, Object>(kafka.admin("trireme-" + role)); // address, TLS and SASL
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, size.standbys());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, size.threads());
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, size.replicas());
        config.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, size.commitInterval().toMillis());
        config.put(StreamsConfig.POLL_MS_CONFIG, POLL.toMillis());
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksMemory.class);
        int session = Math.toIntExact(size.sessionTimeout().toMillis());
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
        config.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                Math.max(1, session / HEARTBEATS_A_SESSION));
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        bound(
                config,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Collections.min(List.of(LONGEST_TRANSACTION, size.sessionTimeout())));
        bound(config, ProducerConfig.LINGER_MS_CONFIG, size.linger());
        int largest = kafka.largestRequest();
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), largest);
        config.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), String.valueOf(largest));
        bound(config, ProducerConfig.MAX_BLOCK_MS_CONFIG, SENDING);
        bound(config, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, SENDING);
        bound(config, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT);
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
    public Phase phase() {
        return switch (streams.state()) {
            case CREATED -> Phase.STARTING;
            case REBALANCING -> Phase.RESTORING;
            case RUNNING -> Phase.RUNNING;
            case PENDING_SHUTDOWN, NOT_RUNNING -> Phase.STOPPED;
            case PENDING_ERROR, ERROR -> Phase.FAILED;
        };
    }

    /** Commits and leaves the group, so that others take over at once and not after the session timeout. */
    @Override
    public void close() {
        if (!streams.close(
                CloseOptions.timeout(CLOSING).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP))) {
            LOG.warnf("The role %s did not stop within %s; others do again what it had not committed", role, CLOSING);
        }
        afterwards.run();
    }
}
