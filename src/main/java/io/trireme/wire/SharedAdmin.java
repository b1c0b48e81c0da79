package io.trireme.wire;

import io.trireme.Fault;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The one admin client that a process asks its questions with; opened with the first of them. Any thread. */
@Singleton
public final class SharedAdmin implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaSettings kafka;
    private @Nullable Admin admin; // guarded by this

    /** @param kafka where the brokers are */
    public SharedAdmin(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** The client. Leave it open. */
    public synchronized Admin client() {
        if (admin == null) {
            admin = Admin.create(kafka.admin("trireme-admin"));
        }
        return admin;
    }

    /**
     * Whether there is such a topic. To be asked before something is written to one: the brokers may make a topic that is
     * written to, and not as it has to be.
     *
     * @throws io.trireme.TriremeException {@link Fault#BROKER_UNAVAILABLE}
     */
    public boolean hasTopic(String name) {
        try {
            Answer.to(client().describeTopics(List.of(name)).allTopicNames(), PATIENCE);
            return true;
        } catch (UnknownTopicOrPartitionException | InvalidTopicException absent) {
            return false;
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, bootstrapServers(), failure.getMessage());
        }
    }

    /** The settings of this process's clients. */
    public KafkaSettings settings() {
        return kafka;
    }

    /** Where the brokers are, for messages. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        if (admin != null) {
            admin.close(CLOSING);
        }
    }
}
