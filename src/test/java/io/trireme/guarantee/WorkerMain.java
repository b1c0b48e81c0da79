package io.trireme.guarantee;

import io.trireme.Ordering;
import io.trireme.RetrySettings;
import io.trireme.RunnerKind;
import io.trireme.TaskContext;
import io.trireme.TaskRejected;
import io.trireme.TriremeException;
import io.trireme.child.ChildNaps;
import io.trireme.consume.TestQueue;
import io.trireme.control.FollowedOrders;
import io.trireme.wire.Headers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A worker process of a guarantee run: the engine, a handler that waits a little and writes its journal, and a drain on
 * SIGTERM. Arguments: the journal, and a {@link WorkerSetup}.
 *
 * <p>Begins when it is sent a byte, so that a replacement may stand by, and answers each further one with what it counted;
 * ends when its input does, so that none outlives the test.
 */
final class WorkerMain {
    private static final Logger REBALANCE = Logger.getLogger("io.trireme.consume.Rebalance");
    static final String READY = "ready";
    static final int POISONED = 66;
    static final String HELD_UP = "writes held up: ";
    static final String REVOKED = "revoked: ";

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private WorkerMain() {}

    public static void main(String[] args) throws Exception {
        var journal = new Journal(Path.of(args[0]));
        var setup = WorkerSetup.of(Arrays.copyOfRange(args, 1, args.length));
        REBALANCE.addHandler(new LossListener(journal));
        var work = new TestQueue(setup.bootstrap(), setup.queue(), setup.partitions());
        System.out.println(READY);
        if (System.in.read() < 0) {
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(work::close));
        var naps = setup.inChildren() ? new ChildNaps(setup.queue()) : null;
        var orders =
                setup.delayed() ? Optional.of(new FollowedOrders(setup.bootstrap())) : Optional.<FollowedOrders>empty();
        var consumer = work.startAnswering(
                work.settings()
                        .partitions(setup.partitions())
                        .ordering(setup.delayed() ? Ordering.UNORDERED : Ordering.BY_KEY)
                        .retryMode(setup.delayed() ? RetrySettings.Mode.DELAYED : RetrySettings.Mode.IN_PLACE)
                        .retryDelay(Duration.ofMillis(setup.delayed() ? 200 : 20))
                        .runner(setup.inChildren() ? RunnerKind.PROCESS : RunnerKind.VIRTUAL)
                        .concurrency(setup.concurrency())
                        .maxAttempts(WorkerSetup.FAILURES + 1)
                        .grace(Duration.ofSeconds(20)),
                setup.kafka(),
                task -> {
                    handle(task, setup, journal, naps);
                    return task.id();
                },
                started -> orders.ifPresent(followed -> followed.by(started)));
        int revoked = 0;
        while (System.in.read() >= 0) {
            System.out.println(HELD_UP + consumer.counters().heldUp().sum());
            while (orders.isPresent() && orders.get().hasRevokedGroup(setup.group(revoked))) {
                System.out.println(REVOKED + setup.group(revoked++));
            }
        }
        Runtime.getRuntime().halt(1);
    }

    static void handle(TaskContext task, WorkerSetup setup, Journal journal, ChildNaps naps) throws Exception {
        var place = Place.of(task);
        journal.write(Journal.What.STARTED, place);
        if (setup.isPoison(place.partition(), place.offset())) {
            Runtime.getRuntime().halt(POISONED);
        }
        try {
            boolean ofASet = setup.delayed() && task.header(Headers.GROUP).isPresent();
            Duration length = ofASet ? WorkerSetup.OF_A_SET : setup.length(place.offset());
            if (naps == null) {
                NEVER.await(length.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                naps.nap(task, length);
            }
        } catch (InterruptedException stopped) {
            journal.write(Journal.What.BROKEN_OFF, place);
            throw stopped;
        } catch (TriremeException lost) { // with a child that was killed: another attempt is to follow
            journal.write(Journal.What.FAILED, place);
            throw lost;
        }
        if (setup.fails(place.offset(), task.attempt())) {
            journal.write(Journal.What.FAILED, place);
            throw new IllegalStateException("as the run's setup has it");
        }
        journal.write(Journal.What.ENDED, place);
        if (setup.isRejected(place.offset())) {
            throw new TaskRejected("as the run's setup has it");
        }
        if (setup.isHopeless(place.offset())) {
            throw new IllegalStateException("as the run's setup has it");
        }
    }

    /** Notes when the engine says that it has learned of the loss of its partitions. */
    private static final class LossListener extends Handler {
        private final Journal journal;

        private LossListener(Journal journal) {
            this.journal = journal;
        }

        @Override
        public void publish(LogRecord record) {
            if (record.getMessage().contains("lost partitions")) {
                journal.lostPartitions();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
