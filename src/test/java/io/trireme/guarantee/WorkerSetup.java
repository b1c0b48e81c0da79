package io.trireme.guarantee;

import io.trireme.consume.TestQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * What the workers of a run have in common; travels to each as the arguments of its process.
 *
 * @param task how long a task takes
 * @param slow how long one task in {@value #SLOW} takes: behind it others are settled ahead of the watermark
 * @param rejected of how many tasks one is rejected by its handler; 0: of none
 * @param flaky of how many tasks one fails {@value #FAILURES} times; 0: of none
 * @param delayed whether failed tasks leave their process until they are tried again, in no order; then orders are followed, too
 * @param poison the offset of the task in partition 0 that ends its process; {@link #NO_POISON}: there is none
 * @param inChildren whether tasks are done in child processes of the workers
 */
record WorkerSetup(
        String bootstrap,
        String queue,
        int partitions,
        String protocol,
        Duration task,
        Duration slow,
        int concurrency,
        Duration session,
        Duration heartbeat,
        int rejected,
        int flaky,
        boolean delayed,
        long poison,
        boolean inChildren) {
    static final long NO_POISON = -1;
    static final int SLOW = 499;
    static final int FAILURES = 2;

    /** How long a task of a set takes where retries are delayed: so that some run when it is revoked. */
    static final Duration OF_A_SET = Duration.ofSeconds(1);

    /** One of so many flaky tasks fails on its last attempt too. */
    static final int HOPELESS = 5;

    /** Eight partitions, tasks of 3 ms and a few of 4 s, and a group that notices within 5 s that a worker is gone. */
    static WorkerSetup quick(String bootstrap, String queue, String protocol) {
        return new WorkerSetup(
                bootstrap,
                queue,
                8,
                protocol,
                Duration.ofMillis(3),
                Duration.ofSeconds(4),
                256,
                Duration.ofSeconds(5),
                Duration.ofMillis(300),
                0,
                0,
                false,
                NO_POISON,
                false);
    }

    /** The same with all tasks as long as this, and the embedded broker's own timings. */
    WorkerSetup withTasksOf(Duration each) {
        return with(
                each,
                each,
                concurrency,
                Duration.ofSeconds(6),
                Duration.ofMillis(500),
                rejected,
                flaky,
                delayed,
                poison,
                inChildren);
    }

    /** The same with one in so many tasks rejected. */
    WorkerSetup withOneRejectedOf(int tasks) {
        return with(task, slow, concurrency, session, heartbeat, tasks, flaky, delayed, poison, inChildren);
    }

    /** The same with so many tasks at once in a worker. */
    WorkerSetup withConcurrency(int most) {
        return with(task, slow, most, session, heartbeat, rejected, flaky, delayed, poison, inChildren);
    }

    /** The same with one in so many tasks failing at first. */
    WorkerSetup withOneFlakyOf(int tasks) {
        return with(task, slow, concurrency, session, heartbeat, rejected, tasks, delayed, poison, inChildren);
    }

    /** The same with failed tasks that leave their process, none that takes long, and a group that notices within 3 s. */
    WorkerSetup withDelayedRetries() {
        return with(
                task, task, concurrency, Duration.ofSeconds(3), heartbeat, rejected, flaky, true, poison, inChildren);
    }

    /** Short tasks, all alike, one of which ends its process; few at once; and a group that soon notices. */
    WorkerSetup withPoisonAt(long offset) {
        Duration each = Duration.ofMillis(1);
        return with(each, each, 32, Duration.ofSeconds(3), heartbeat, rejected, flaky, delayed, offset, inChildren);
    }

    /** The same with tasks that take this long, done in so many child processes of each worker. */
    WorkerSetup withTasksInChildren(Duration each, int children) {
        return with(each, each, children, session, heartbeat, rejected, flaky, delayed, poison, true);
    }

    private WorkerSetup with(
            Duration task,
            Duration slow,
            int concurrency,
            Duration session,
            Duration heartbeat,
            int rejected,
            int flaky,
            boolean delayed,
            long poison,
            boolean inChildren) {
        return new WorkerSetup(
                bootstrap,
                queue,
                partitions,
                protocol,
                task,
                slow,
                concurrency,
                session,
                heartbeat,
                rejected,
                flaky,
                delayed,
                poison,
                inChildren);
    }

    static WorkerSetup of(String[] arguments) {
        return new WorkerSetup(
                arguments[0],
                arguments[1],
                Integer.parseInt(arguments[2]),
                arguments[3],
                Duration.parse(arguments[4]),
                Duration.parse(arguments[5]),
                Integer.parseInt(arguments[6]),
                Duration.parse(arguments[7]),
                Duration.parse(arguments[8]),
                Integer.parseInt(arguments[9]),
                Integer.parseInt(arguments[10]),
                Boolean.parseBoolean(arguments[11]),
                Long.parseLong(arguments[12]),
                Boolean.parseBoolean(arguments[13]));
    }

    List<String> toArguments() {
        return List.of(
                bootstrap,
                queue,
                Integer.toString(partitions),
                protocol,
                task.toString(),
                slow.toString(),
                Integer.toString(concurrency),
                session.toString(),
                heartbeat.toString(),
                Integer.toString(rejected),
                Integer.toString(flaky),
                Boolean.toString(delayed),
                Long.toString(poison),
                Boolean.toString(inChildren));
    }

    /** How long the task at this offset takes. */
    Duration length(long offset) {
        return offset % SLOW == SLOW - 1 ? slow : task;
    }

    /** Whether the handler rejects the task at this offset. */
    boolean isRejected(long offset) {
        return rejected > 0 && offset % rejected == 0;
    }

    /** Whether the handler ends its process at this task. */
    boolean isPoison(int partition, long offset) {
        return partition == 0 && offset == poison;
    }

    /** Whether all attempts of the task at this offset fail. */
    boolean isHopeless(long offset) {
        return delayed && flaky > 0 && offset % (flaky * HOPELESS) == flaky / 2;
    }

    /** Whether this attempt of the task at this offset fails, and another one follows. */
    boolean fails(long offset, int attempt) {
        return flaky > 0 && offset % flaky == flaky / 2 && attempt <= FAILURES;
    }

    /**
     * How long a group takes after a kill until its members can commit again. With the classic protocol it waits out the
     * session of the one that is missing; kills that come faster than that are one rebalance without end, which says nothing
     * of Trireme.
     */
    Duration settling() {
        return protocol.equals("classic") ? session : Duration.ZERO;
    }

    String group() {
        return TestQueue.group(queue);
    }

    /** What the tasks of a set are revoked by. */
    String group(int set) {
        return queue + "/set-" + set;
    }

    /** Where the processes of this run keep their journals and logs. */
    Path directory() {
        return Path.of("target", "guarantee", queue);
    }

    /** On {@code classic} it is the client that says how long its silence is borne. */
    Map<String, String> kafka() {
        var kafka = new HashMap<>(Map.of("group.protocol", protocol));
        if (protocol.equals("classic")) {
            kafka.put("session.timeout.ms", Long.toString(session.toMillis()));
            kafka.put("heartbeat.interval.ms", Long.toString(heartbeat.toMillis()));
        }
        return kafka;
    }

    /** Makes the topics; on {@code consumer} it is the brokers that are told the group's timings. */
    void prepare() throws Exception {
        new TestQueue(bootstrap, queue, partitions).close();
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group()),
                            Set.of(
                                    set("consumer.session.timeout.ms", session),
                                    set("consumer.heartbeat.interval.ms", heartbeat))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static AlterConfigOp set(String name, Duration value) {
        return new AlterConfigOp(new ConfigEntry(name, Long.toString(value.toMillis())), OpType.SET);
    }
}
