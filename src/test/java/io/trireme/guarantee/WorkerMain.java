package io.trireme.guarantee;

import io.trireme.Ordering;
import io.trireme.consume.TestQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A worker process of a guarantee run: the engine, a handler that waits a little and writes its journal, and a drain on
 * SIGTERM. Arguments: bootstrap servers, queue, partitions, journal, milliseconds a task, group protocol.
 */
final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] args) throws Exception {
        String bootstrap = args[0];
        String queue = args[1];
        int partitions = Integer.parseInt(args[2]);
        var journal = new Journal(Path.of(args[3]));
        long millis = Long.parseLong(args[4]);
        var never = new CountDownLatch(1);
        var work = new TestQueue(bootstrap, queue, partitions);
        work.start(
                work.settings()
                        .partitions(partitions)
                        .ordering(Ordering.BY_KEY)
                        .concurrency(128)
                        .grace(Duration.ofSeconds(20)),
                kafka(args[5]),
                task -> {
                    journal.write(Journal.What.STARTED, task);
                    never.await(millis, TimeUnit.MILLISECONDS);
                    journal.write(Journal.What.ENDED, task);
                });
        Runtime.getRuntime().addShutdownHook(new Thread(work::close));
        System.out.println("ready");
        never.await();
    }

    /** On {@code classic} it is the client that says how long its silence is borne. */
    private static Map<String, String> kafka(String protocol) {
        return protocol.equals("classic")
                ? Map.of("group.protocol", protocol, "session.timeout.ms", "6000", "heartbeat.interval.ms", "500")
                : Map.of("group.protocol", protocol);
    }
}
