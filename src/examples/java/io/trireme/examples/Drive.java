package io.trireme.examples;

import io.trireme.consume.Consumers;
import io.trireme.consume.QueueStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Keeps the legs of a run going until all is settled, and shows how far they are.
 *
 * <p>Owned by the demo's thread, which it takes until then. It ends early when it is told to, when a consumer has failed,
 * and when nothing moves any more.
 */
final class Drive {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);

    /** Less often than a tick, since a look at a consumer is a look at each of its workers. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Consumers consumers;
    private final List<Leg> legs;
    private final long total;
    private boolean ready;
    private long settled;
    private long moved = System.nanoTime();

    /** @param total how many tasks there are in all, as far as is known */
    Drive(Consumers consumers, List<Leg> legs, long total) {
        this.consumers = consumers;
        this.legs = legs;
        this.total = total;
    }

    /**
     * Drives them.
     *
     * @param stopping opens when it shall end early
     * @return why it ended early, if it did
     */
    Optional<String> run(CountDownLatch stopping) throws InterruptedException {
        Optional<String> broken = Optional.empty();
        long looked = System.nanoTime() - LOOK;
        try (Progress progress = Progress.onStandardOutput()) {
            while (broken.isEmpty() && !legs.stream().allMatch(Leg::isOver)) {
                if (stopping.await(TICK, TimeUnit.NANOSECONDS)) {
                    return Optional.of("It was stopped before everything was settled.");
                }
                if (ready) {
                    legs.forEach(Leg::feed);
                }
                long now = System.nanoTime();
                if (now - looked >= LOOK) {
                    looked = now;
                    broken = look(now);
                    progress.show(settled, total, remark());
                }
            }
            settled = legs.stream().mapToLong(Leg::settled).sum();
            progress.show(settled, Math.max(settled, 1), remark());
        }
        return broken;
    }

    private Optional<String> look(long now) {
        long before = settled;
        settled = 0;
        boolean joined = true;
        boolean busy = false;
        for (Leg leg : legs) {
            QueueStatus status = consumers.status(leg.queue()).orElseThrow();
            if (status.state() != QueueStatus.State.RUNNING) {
                return Optional.of("The consumer of " + leg.queue() + " ended"
                        + status.trouble().map(trouble -> ": " + trouble).orElse("."));
            }
            leg.observe(status);
            settled += leg.settled();
            joined &= status.joined();
            busy |= status.busy() > 0;
        }
        ready |= joined; // what is published earlier waits for the group, which is not what is measured
        if (settled != before || busy) {
            moved = now;
        }
        return now - moved < PATIENCE
                ? Optional.empty()
                : Optional.of(
                        "Nothing was settled for a minute, and nothing runs. Is another process working on the same"
                                + " queues?");
    }

    private String remark() {
        return legs.stream()
                .map(leg -> leg.queue() + " " + Report.count(leg.settled()))
                .collect(Collectors.joining(", "));
    }
}
