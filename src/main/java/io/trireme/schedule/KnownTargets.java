package io.trireme.schedule;

import io.trireme.wire.Answer;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Remembers the names of all topics for a while, and the limits of those that timers go to. Any thread; one asks the brokers
 * while the others wait for it.
 *
 * <p>A topic deleted, or a limit lowered, within {@link #REMEMBERED} is not seen: the transaction is aborted then, and what was
 * in it fires again, with the answer known by then. A limit that was never told is not taken for none: one timer too large
 * would end the transactions of all others, again and again.
 */
final class KnownTargets implements Targets {
    private static final Logger LOG = Logger.getLogger(KnownTargets.class);
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    /** What is not known is asked for again after this: a queue may just have been made, a right just granted. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(1);

    /** For one question; the limits of any number of topics are one. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<Set<String>> names;
    private final KnownTopics.Brokers brokers;
    private final LongSupplier nanoTime;
    private final Map<String, Target> limits =
            new HashMap<>(); // of topics asked for, existing or unknown; guarded by this, like the next three
    private Optional<Set<String>> topics = Optional.empty(); // until the brokers have answered once
    private String trouble = "";
    private long asked;

    KnownTargets(SharedAdmin admin, LongSupplier nanoTime) {
        this(() -> Answer.to(admin.client().listTopics().names(), PATIENCE), KnownTopics.asking(admin), nanoTime);
    }

    /** @param names of all topics; throws what clients of Kafka do */
    KnownTargets(Supplier<Set<String>> names, KnownTopics.Brokers brokers, LongSupplier nanoTime) {
        this.names = names;
        this.brokers = brokers;
        this.nanoTime = nanoTime;
        this.asked = nanoTime.getAsLong() - REMEMBERED.toNanos();
    }

    @Override
    public synchronized Target of(String topic) {
        boolean known = exists(topic) && !(limits.get(topic) instanceof Target.Unknown);
        if (nanoTime.getAsLong() - asked >= (known ? REMEMBERED : UNKNOWN_FOR).toNanos()) {
            ask();
        }
        if (topics.isEmpty()) {
            return new Target.Unknown(trouble);
        }
        if (!exists(topic)) {
            return new Target.Missing();
        }
        if (!limits.containsKey(topic)) {
            askLimits(Set.of(topic));
        }
        return limits.getOrDefault(topic, new Target.Unknown("nobody asked"));
    }

    private boolean exists(String topic) {
        return topics.filter(known -> known.contains(topic)).isPresent();
    }

    private void ask() {
        try {
            Set<String> answer = names.get();
            topics = Optional.of(answer);
            limits.keySet().retainAll(answer);
            askLimits(Set.copyOf(limits.keySet()));
        } catch (KafkaException noAnswer) {
            trouble = String.valueOf(noAnswer.getMessage());
            LOG.warnf(
                    "The brokers did not say which topics there are: %s; %s",
                    trouble, topics.isPresent() ? "the last answer holds" : "they are asked again");
        }
        asked = nanoTime.getAsLong();
    }

    private void askLimits(Set<String> wanted) {
        long deadline = nanoTime.getAsLong() + PATIENCE.toNanos();
        brokers.ask(wanted).forEach((topic, answer) -> {
            Target told = await(answer, deadline);
            boolean holdsLast = told instanceof Target.Unknown && limits.get(topic) instanceof Target.Existing;
            if (!holdsLast) {
                limits.put(topic, told);
            }
        });
    }

    private Target await(CompletionStage<KnownTopics.Facts> answer, long deadline) {
        try {
            long left = Math.max(0, deadline - nanoTime.getAsLong());
            return new Target.Existing(
                    answer.toCompletableFuture().get(left, TimeUnit.NANOSECONDS).largest());
        } catch (ExecutionException refused) {
            return new Target.Unknown(String.valueOf(refused.getCause()));
        } catch (TimeoutException late) {
            return new Target.Unknown("no answer within " + PATIENCE.toMillis() + " ms");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Target.Unknown("interrupted");
        }
    }
}
