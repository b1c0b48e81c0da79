package io.trireme.schedule;

import io.trireme.Fault;
import io.trireme.wire.Answer;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody holds timers in this cluster, and which ones: a process is live in the role {@code schedule} while it is a
 * member of the role's group. One that has just died counts for as long as its session lasts; what is sent to it meanwhile
 * waits in {@code trireme.schedule} for the next one.
 *
 * <p>Any thread. Nothing here blocks but {@link #await} and, now and then for a moment, {@link #obstacle}.
 */
public final class ScheduleReach {
    private static final Logger LOG = Logger.getLogger(ScheduleReach.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(200);

    private final SharedAdmin admin;
    private final Targets targets;
    private volatile boolean live; // written by whoever asked last

    /** @param nanoTime for how long answers hold */
    public ScheduleReach(SharedAdmin admin, LongSupplier nanoTime) {
        this(admin, new KnownTargets(admin, nanoTime));
    }

    ScheduleReach(SharedAdmin admin, Targets targets) {
        this.admin = admin;
        this.targets = targets;
    }

    /** Whether somebody held timers when last looked. */
    public boolean isLive() {
        return live;
    }

    /** Asks the brokers anew, without waiting. While they do not answer, the last answer holds. */
    public void look() {
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

    /** Waits until somebody holds timers, a bounded time; returns whether somebody does. */
    public boolean await(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!ask() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(ASK_AGAIN_AFTER.toNanos());
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
     * that takes no record so large. As far as is known: limits may be lowered later.
     */
    public Optional<String> obstacle(ProducerRecord<byte[], byte[]> command) {
        return switch (Command.read(command.key(), command.value(), command.headers())) {
            case Command.Put(Timer timer, Optional<Rank> rank) -> {
                if (targets.of(Topics.scheduleChangelog()).isBelow(TimerCodec.largestRecord(timer))) {
                    yield Optional.of("it is larger than " + Topics.scheduleChangelog() + " takes");
                }
                if (targets.of(Topics.tasks(timer.queue()))
                        .isBelow(RecordSize.of(timer.key(), timer.value(), timer.headers()))) {
                    yield Optional.of("with what goes along it is larger than its queue takes");
                }
                yield Optional.empty();
            }
            case Command.Unusable(String why) -> Optional.of(why);
            case Command.Register rule -> Optional.of("it would be taken for a cron rule");
            case Command.Cancel cancel -> Optional.of("it would be taken for a cancel");
        };
    }
}
