package io.trireme.observe;

import io.trireme.wire.Answer;
import io.trireme.wire.SharedAdmin;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers whether they are there: once for all probes of a second, and never for long.
 *
 * <p>Any thread; blocks it for {@link #PATIENCE} at most.
 */
@Singleton
class BrokerProbe {
    static final Duration PATIENCE = Duration.ofMillis(1_500);
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private final SharedAdmin admin;
    private @Nullable KafkaFuture<String> question; // guarded by this, as is asked
    private long asked;

    BrokerProbe(SharedAdmin admin) {
        this.admin = admin;
    }

    /** Why the brokers cannot be reached; empty if they can. */
    Optional<String> trouble() {
        try {
            Answer.to(question(), PATIENCE);
            return Optional.empty();
        } catch (KafkaException silence) {
            return Optional.of(
                    "the brokers at " + admin.bootstrapServers() + " do not answer: " + silence.getMessage());
        }
    }

    private synchronized KafkaFuture<String> question() {
        long now = System.nanoTime();
        if (question == null || question.isDone() && now - asked > FRESH) {
            question = admin.client()
                    .describeCluster(new DescribeClusterOptions().timeoutMs((int) PATIENCE.toMillis()))
                    .clusterId();
            asked = now;
        }
        return question;
    }
}
