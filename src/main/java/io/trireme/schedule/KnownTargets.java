package io.trireme.schedule;

import io.trireme.wire.Answer;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Remembers the names of all topics for a while. Any thread; one asks the brokers while the others wait for it. */
final class KnownTargets implements Targets {
    private static final Logger LOG = Logger.getLogger(KnownTargets.class);
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    /** An unknown name is asked for again after this: a queue may just have been made. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SharedAdmin admin;
    private final LongSupplier nanoTime;
    private Set<String> topics = Set.of(); // guarded by this, like the next
    private long asked;

    KnownTargets(SharedAdmin admin, LongSupplier nanoTime) {
        this.admin = admin;
        this.nanoTime = nanoTime;
        this.asked = nanoTime.getAsLong() - REMEMBERED.toNanos();
    }

    @Override
    public synchronized boolean exist(String queue) {
        String topic = Topics.tasks(queue);
        Duration valid = topics.contains(topic) ? REMEMBERED : UNKNOWN_FOR;
        if (nanoTime.getAsLong() - asked >= valid.toNanos()) {
            ask();
        }
        return topics.contains(topic);
    }

    private void ask() {
        try {
            topics = Answer.to(admin.client().listTopics().names(), PATIENCE);
        } catch (KafkaException noAnswer) {
            LOG.warnf(
                    "The brokers did not say which topics there are: %s; the last answer holds", noAnswer.getMessage());
        }
        asked = nanoTime.getAsLong();
    }
}
