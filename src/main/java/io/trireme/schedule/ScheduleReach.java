package io.trireme.schedule;

import io.trireme.Fault;
import io.trireme.wire.Answer;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.utils.Utils;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody holds timers in this cluster, and which ones: a process is live in the role {@code schedule} while it is a
 * member of the role's group. One that has just died counts for as long as its session lasts; what is sent to it meanwhile
 * waits in {@code trireme.schedule} for the next one.
 *
 * <p>Any thread. Nothing here blocks but {@link #await}.
 */
public final class ScheduleReach {
    private static final Logger LOG = Logger.getLogger(ScheduleReach.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(200);

    private final SharedAdmin admin;
    private final KnownTopics topics;
    private volatile boolean live; // written by whoever asked last

    /** @param admin asks the brokers */
    public ScheduleReach(SharedAdmin admin) {
        this(admin, KnownTopics.of(admin));
    }

    ScheduleReach(SharedAdmin admin, KnownTopics topics) {
        this.admin = admin;
        this.topics = topics;
        topics.follow(Topics.scheduleChangelog());
    }

    /** Asks from now on also what this queue takes: its tasks leave only when that is known. */
    public void follow(String queue) {
        topics.follow(Topics.tasks(queue));
    }

    /** Whether somebody held timers when last looked. */
    public boolean isLive() {
        return live;
    }

    /** Asks the brokers anew, without waiting. While they do not answer, the last answer holds. */
    public void look() {
        lookAtTopics();
        try {
            members().whenComplete((group, failure) -> {
                try {
                    live = isLive(group, failure);
                } catch (KafkaException noAnswer) {
                    LOG.debugf("The brokers did not say who holds timers: %s", noAnswer.getMessage());
                }
            });
        } catch (KafkaException | IllegalStateException closed) {
            LOG.debugf("The brokers were not asked who holds timers: %s", closed.getMessage());
        }
    }

    private CompletableFuture<Void> lookAtTopics() {
        try {
            return topics.look();
        } catch (KafkaException | IllegalStateException closed) {
            LOG.debugf("The brokers were not asked what topics take: %s", closed.getMessage());
            return CompletableFuture.completedFuture(null);
        }
    }

    /**
     * Waits until somebody holds timers, a bounded time; returns whether somebody does. If so, it has asked what topics take, so
     * that the first retries can leave.
     */
    public boolean await(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!ask() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(ASK_AGAIN_AFTER.toNanos());
        }
        if (live) {
            lookAtTopics()
                    .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        return live;
    }

    private boolean ask() {
        try {
            live = isLive(Answer.to(members(), PATIENCE), null);
        } catch (GroupIdNotFoundException nobody) {
            live = false;
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, admin.bootstrapServers(), failure.getMessage());
        }
        return live;
    }

    private KafkaFuture<ConsumerGroupDescription> members() {
        return Objects.requireNonNull(admin.client()
                .describeConsumerGroups(List.of(Topics.scheduleGroup()))
                .describedGroups()
                .get(Topics.scheduleGroup()));
    }

    private static boolean isLive(@Nullable ConsumerGroupDescription group, @Nullable Throwable failure) {
        if (failure instanceof GroupIdNotFoundException) {
            return false;
        }
        if (failure != null || group == null) {
            throw new KafkaException(failure);
        }
        return !group.members().isEmpty();
    }

    /**
     * Why the schedule would not take this command and bring its task back, if so: it would be skipped, or wait for a queue
     * that takes no record so large. Also what is not known is one: a command that is skipped has lost its task. Limits may be
     * lowered later.
     */
    public Optional<String> obstacle(ProducerRecord<byte[], byte[]> command) {
        return switch (Command.read(command.key(), command.value(), command.headers())) {
            case Command.Put(Timer timer, Optional<Rank> rank) ->
                tooLarge(Topics.scheduleChangelog(), TimerCodec.largestRecord(timer))
                        .or(() -> tooLarge(
                                Topics.tasks(timer.queue()),
                                RecordSize.of(timer.key(), timer.value(), timer.headers())));
            case Command.Unusable(String why) -> Optional.of(why);
            case Command.Register rule -> Optional.of("it would be taken for a cron rule");
            case Command.Cancel cancel -> Optional.of("it would be taken for a cancel");
        };
    }

    private Optional<String> tooLarge(String topic, int bytes) {
        Optional<KnownTopics.Facts> facts = topics.of(topic);
        if (facts.isEmpty()) {
            return Optional.of(notKnown(topic));
        }
        return bytes > facts.get().largest()
                ? Optional.of("with what goes along it is larger than " + topic + " takes")
                : Optional.empty();
    }

    /**
     * Why the task would not come back to the partition that it lies in, if so. The schedule's producer picks the partition by
     * the key's bytes as Kafka's default partitioner does; another publisher may have picked another one, or named it.
     */
    public Optional<String> strays(ConsumerRecord<byte[], byte[]> task) {
        if (task.key() == null) {
            return Optional.of("without a key it may come back to another partition");
        }
        Optional<KnownTopics.Facts> facts = topics.of(task.topic());
        if (facts.isEmpty()) {
            return Optional.of(notKnown(task.topic()));
        }
        int home = Utils.toPositive(Utils.murmur2(task.key())) % facts.get().partitions();
        return home == task.partition()
                ? Optional.empty()
                : Optional.of("it lies in partition " + task.partition() + " and would come back to " + home
                        + "; publish with Kafka's default partitioner (librdkafka: partitioner=murmur2_random)");
    }

    private static String notKnown(String topic) {
        return "the brokers have not said what " + topic
                + " takes (this process needs describe and describe configs on it)";
    }
}
