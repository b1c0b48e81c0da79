package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.dev.EmbeddedBroker;
import io.trireme.testing.BrokerClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The broker goes away for 30 s under load and comes back: nothing is lost, and the probes say what is so. */
@Tag("side-by-side")
class BrokerAwayIT {
    private static final Duration AWAY = Duration.ofSeconds(30);
    private static final String QUEUE = "greetings";

    @Test
    void work_goes_on_by_itself_and_the_probes_tell_the_truth() throws Exception {
        try (var broker = EmbeddedBroker.start();
                var service = ServiceProcess.work(broker.bootstrapServers(), QUEUE)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> service.probe("ready") == 200);
            var acknowledged = new LongAdder();
            var stop = new CountDownLatch(1);
            try (var load = Executors.newSingleThreadExecutor()) {
                load.submit(() -> publish(broker.bootstrapServers(), stop, acknowledged));
                await().atMost(Duration.ofSeconds(30)).until(() -> settled(service) > 1_000);

                broker.stop();
                await().atMost(Duration.ofSeconds(20)).until(() -> service.probe("ready") == 503);
                var notLive = new AtomicInteger();
                long away = System.nanoTime();
                await().atMost(AWAY.plusSeconds(10))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> {
                            if (service.probe("live") != 200) {
                                notLive.incrementAndGet();
                            }
                            return System.nanoTime() - away > AWAY.toNanos();
                        });
                assertThat(notLive).as("times that liveness was down").hasValue(0);

                broker.restart();
                await().atMost(Duration.ofSeconds(60)).until(() -> service.probe("ready") == 200);
                double before = settled(service);
                await().atMost(Duration.ofSeconds(60)).until(() -> settled(service) > before + 1_000);
                stop.countDown();
            }
            try (var client = new BrokerClient(broker.bootstrapServers())) {
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(client.lag("trireme." + QUEUE, QUEUE))
                                .isZero());
            }
            assertThat(settled(service)).isGreaterThanOrEqualTo(acknowledged.sum());
            assertThat(service.terminate()).as("exit code after SIGTERM").isZero();
        }
    }

    private static double settled(ServiceProcess service) throws InterruptedException {
        return service.meter("trireme_tasks_settled_total", "outcome=\"done\"");
    }

    /** About a thousand tasks a second until told to stop; counts those that the broker has taken. */
    private static Void publish(String bootstrap, CountDownLatch stop, LongAdder acknowledged) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "max.block.ms", 120_000),
                new StringSerializer(),
                new StringSerializer())) {
            while (!stop.await(10, TimeUnit.MILLISECONDS)) {
                for (int i = 0; i < 10; i++) {
                    producer.send(
                            new ProducerRecord<>(QUEUE, "key-" + i, "{\"name\":\"Ada\"}"), (metadata, failure) -> {
                                if (failure == null) {
                                    acknowledged.increment();
                                }
                            });
                }
            }
        }
        return null;
    }
}
