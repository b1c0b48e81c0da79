package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.trireme.Fault;
import io.trireme.TriremeConfig;
import io.trireme.TriremeException;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The start of a worker in a cluster where nobody holds timers: others that do are kept out meanwhile. */
@Tag("side-by-side")
@ResourceLock("trireme.schedule")
class ConsumersIT {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final KafkaSettings kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private final SharedAdmin admin = new SharedAdmin(kafka);
    private final String queue = BrokerClient.uniqueName("starting");

    @AfterEach
    void close() {
        admin.close();
        broker.close();
    }

    @Test
    void a_start_fails_if_retries_are_to_leave_the_process_and_nobody_holds_timers() {
        Consumers consumers = consumers(Map.of("trireme.defaults.retry.mode", "delayed"));

        assertThatThrownBy(() -> consumers.prepare(MOMENT))
                .isInstanceOfSatisfying(TriremeException.class, alone -> assertThat(alone.fault())
                        .isEqualTo(Fault.SCHEDULE_UNREACHABLE))
                .hasMessageContaining("Retries of queue '" + queue + "' are to leave this process")
                .hasMessageContaining("trireme work --role schedule")
                .hasMessageContaining("retry.mode=in-place");
        consumers.onStop(new ShutdownEvent());
    }

    @Test
    void a_start_goes_on_without_timers_if_retries_may_leave_the_process_but_need_not() {
        Consumers consumers = consumers(Map.of("trireme.defaults.ordering", "unordered"));

        consumers.prepare(MOMENT);

        assertThat(consumers.queues()).containsExactly(queue);
        consumers.onStop(new ShutdownEvent());
    }

    private Consumers consumers(Map<String, String> given) {
        var config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(TriremeConfig.class)
                .withDefaultValue("trireme.defaults.partitions", "1");
        given.forEach(config::withDefaultValue);
        return new Consumers(
                config.build().getConfigMapping(TriremeConfig.class),
                kafka,
                admin,
                new HandlerRegistry(List.of(TestQueue.answering(queue, queue, task -> null))),
                new NoBeans<>(),
                new PayloadCodec(new ObjectMapper()),
                new NoBeans<>(),
                name -> {
                    throw new IllegalStateException("no handler is exclusive");
                },
                new NoBeans<>(),
                "test");
    }
}
