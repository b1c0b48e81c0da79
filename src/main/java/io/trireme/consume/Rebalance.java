package io.trireme.consume;

import io.trireme.run.Runner;
import io.trireme.run.Work;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Takes partitions on and gives them up.
 *
 * <p>Giving up, step by step: the epochs close, so nothing of them begins and what waits in lanes or parks on the timer
 * is let go; what runs is awaited, at most the grace period, and so is a dead letter on its way, unless the brokers have
 * refused it once; what is still running is interrupted; the watermarks are committed; the epochs end. An attempt that
 * settles between the last count and the end marks books that are not read again: its task is run once more by the next
 * owner. A dead letter of it is not written, since its epoch has ended; one that was refused and is on its way again just
 * then may be written by both.
 *
 * <p>Walk-through of the one race: an attempt looks at its epoch and begins, while the epoch closes. The worker shows
 * what it runs before it looks; the poll thread closes before it looks who runs. So either the attempt sees the epoch
 * closed, or it is seen here and awaited.
 *
 * <p>Not thread-safe: owned by the poll thread, in whose polls the callbacks run.
 */
final class Rebalance implements ConsumerRebalanceListener {
    private static final Logger LOG = Logger.getLogger(Rebalance.class);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(5);

    private final String queue;
    private final Assignment assignment;
    private final Dispatcher dispatcher;
    private final Runner runner;
    private final Room room;
    private final Commits commits;
    private final Quarantine quarantine;
    private final Counters counters;
    private final Duration grace;
    private final Runnable alive;

    /** @param alive told again and again while attempts are awaited: the loop is not stuck */
    Rebalance(
            QueueSettings settings,
            Assignment assignment,
            Dispatcher dispatcher,
            Runner runner,
            Room room,
            Commits commits,
            Counters counters,
            Runnable alive) {
        this.quarantine = settings.quarantine();
        this.counters = counters;
        this.queue = settings.queue();
        this.assignment = assignment;
        this.dispatcher = dispatcher;
        this.runner = runner;
        this.room = room;
        this.commits = commits;
        this.grace = settings.shutdownGrace();
        this.alive = alive;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            assignment.assigned(partitions, commits.completedBefore(partitions));
            LOG.infof("Queue %s: got partitions %s", queue, numbers(partitions));
            if (quarantine.isOn()) {
                assignment.held().stream()
                        .filter(epoch -> partitions.contains(epoch.partition()))
                        .forEach(epoch -> suspect(
                                epoch.partition(), epoch.completedBefore().begun()));
            }
        }
    }

    private void suspect(TopicPartition partition, Begun before) {
        if (!before.alone().isEmpty()) {
            counters.deaths().increment();
            LOG.warnf(
                    "%s: a process died while one of the tasks at offsets %s ran alone; of the %d deaths that a task may"
                            + " cost that was number %d",
                    partition,
                    before.alone(),
                    quarantine.deaths(),
                    before.afterDeath().deaths().get(before.alone().first()));
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        List<Epoch> epochs = assignment.close(partitions);
        if (!epochs.isEmpty()) {
            giveUp(epochs, "gave partitions back");
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        List<Epoch> epochs = assignment.close(partitions);
        if (epochs.isEmpty()) {
            return;
        }
        assignment.end(epochs);
        dispatcher.dropClosed();
        int interrupted = runner.interrupt(of(epochs));
        LOG.warnf(
                "Queue %s: lost partitions %s; %d running attempts were interrupted, their tasks run elsewhere",
                queue, numbers(partitions), interrupted);
    }

    /** Gives all partitions up, before the consumer is closed. */
    void drain() {
        List<Epoch> epochs = assignment.close(
                assignment.held().stream().map(Epoch::partition).toList());
        if (!epochs.isEmpty()) {
            giveUp(epochs, "drained partitions");
        }
    }

    private void giveUp(List<Epoch> epochs, String did) {
        long begun = System.nanoTime();
        dispatcher.dropClosed();
        Predicate<Work> theirs = of(epochs);
        while (isBusy(epochs, theirs) && System.nanoTime() - begun < grace.toNanos()) {
            alive.run();
            commitIfDue();
            room.await(1, LOOK_AGAIN_AFTER, () -> !isBusy(epochs, theirs));
        }
        assignment.count();
        epochs.forEach(epoch -> epoch.clearance().ends()); // also if a handler outlasts the grace: it has killed nobody
        commits.await(epochs);
        assignment.end(epochs);
        int interrupted = runner.interrupt(theirs);
        LOG.infof(
                "Queue %s: %s %s after %d ms%s",
                queue,
                did,
                numbers(epochs.stream().map(Epoch::partition).toList()),
                Duration.ofNanos(System.nanoTime() - begun).toMillis(),
                interrupted == 0
                        ? ""
                        : "; " + interrupted + " attempts ran beyond the grace of " + grace
                                + " and were interrupted, their tasks run again");
    }

    /** The wait may last as long as the grace, and on the partitions that stay tasks are settled meanwhile. */
    private void commitIfDue() {
        long now = System.nanoTime();
        if (commits.areDue(now)) {
            assignment.count();
            commits.sendMoved(now);
        }
    }

    private boolean isBusy(List<Epoch> epochs, Predicate<Work> theirs) {
        return runner.runs(theirs) || epochs.stream().anyMatch(Epoch::isWriting);
    }

    private static Predicate<Work> of(List<Epoch> epochs) {
        Set<Epoch> these = new HashSet<>(epochs); // by identity: an epoch is itself
        return work -> work instanceof Attempt attempt && these.contains(attempt.epoch());
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).sorted().toList();
    }
}
