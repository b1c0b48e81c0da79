package io.trireme.wire;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** The one admin client that a process asks its questions with; opened with the first of them. Any thread. */
@Singleton
public final class SharedAdmin implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(1);

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
