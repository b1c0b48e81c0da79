package io.trireme.examples;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import io.trireme.Publisher;
import io.trireme.app.Addresses;
import io.trireme.consume.Consumers;
import io.trireme.deadletter.DeadLetterQueues;
import io.trireme.pool.ClusterPool;
import io.trireme.wire.KafkaSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What {@code trireme demo} does in the running service: one {@link Course}, then a few {@link Mishaps} and a {@link PoolMap},
 * and then it stays up, to be tried.
 *
 * <p>Runs on the main thread. Told to stop, it ends the course before the consumers drain.
 */
@Singleton
@Unremovable
final class Demo implements QuarkusApplication {
    private static final int BEFORE_THE_CONSUMERS = 1;
    private static final int MOST_SENTENCES = 10;

    private final Publisher publisher;
    private final Consumers consumers;
    private final DeadLetterQueues deadLetters;
    private final ClusterPool.Queues pools;
    private final Stopwatch stopwatch;
    private final Addresses addresses;
    private final KafkaSettings kafka;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Demo(
            Publisher publisher,
            Consumers consumers,
            DeadLetterQueues deadLetters,
            ClusterPool.Queues pools,
            Stopwatch stopwatch,
            Addresses addresses,
            KafkaSettings kafka) {
        this.publisher = publisher;
        this.consumers = consumers;
        this.deadLetters = deadLetters;
        this.pools = pools;
        this.stopwatch = stopwatch;
        this.addresses = addresses;
        this.kafka = kafka;
    }

    void onStop(@Observes @Priority(BEFORE_THE_CONSUMERS) ShutdownEvent event) {
        stopping.countDown();
    }

    @Override
    @SuppressWarnings("SystemOut") // it is there to be read
    public int run(String... arguments) throws InterruptedException {
        DemoPlan plan = DemoPlan.of(arguments);
        var course = new Course(publisher, consumers, stopwatch, addresses.http(), System.out);
        var wrong = new ArrayList<>(course.run(plan, stopping));
        if (stopping.getCount() > 0 && consumers.queues().contains(Orders.QUEUE)) {
            wrong.addAll(new Mishaps(publisher, deadLetters, stopwatch, System.out).run(stopping));
        }
        if (stopping.getCount() > 0 && wrong.isEmpty()) {
            wrong.addAll(new PoolMap(pools, System.out).run(plan, stopping));
        }
        wrong.stream().limit(MOST_SENTENCES).forEach(sentence -> System.out.println("Wrong: " + sentence));
        if (plan.once()) {
            return wrong.isEmpty() ? 0 : 1;
        }
        if (stopping.getCount() > 0) {
            hints().forEach(System.out::println);
            Quarkus.waitForExit();
        }
        return 0;
    }

    private List<String> hints() {
        String queues = addresses.http() + "/api/queues";
        return List.of(
                "",
                "It stays up until Ctrl-C. To try, in another terminal:",
                "",
                "  curl -sS -d '{\"name\":\"Ada\"}' " + queues + "/greetings/tasks",
                "  echo /etc/passwd | kcat -P -b " + kafka.bootstrapServers() + " -t digest",
                "  curl -sS " + queues + "/digest",
                "");
    }
}
