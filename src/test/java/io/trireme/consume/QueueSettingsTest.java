package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.trireme.Fault;
import io.trireme.Ordering;
import io.trireme.RunnerKind;
import io.trireme.TriremeConfig;
import io.trireme.TriremeException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueSettingsTest {
    private static QueueSettings settings(Map<String, String> given) {
        return settings(given, RunnerKind.VIRTUAL);
    }

    private static QueueSettings settings(Map<String, String> given, RunnerKind natural) {
        var builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(TriremeConfig.class);
        given.forEach(builder::withDefaultValue);
        return QueueSettings.of(builder.build().getConfigMapping(TriremeConfig.class), "images", natural, 3);
    }

    @Test
    void without_a_word_the_documented_defaults_hold() {
        QueueSettings settings = settings(Map.of());

        assertThat(settings.runner()).isEqualTo(RunnerKind.VIRTUAL);
        assertThat(settings.ordering()).isEqualTo(Ordering.BY_KEY);
        assertThat(settings.concurrency()).isEqualTo(256);
        assertThat(settings.maxInFlight()).isEqualTo(10_000);
        assertThat(settings.maxInFlightBytes()).isEqualTo(64L * 1024 * 1024);
        assertThat(settings.maxAhead()).isEqualTo(1_000_000);
        assertThat(settings.partitions()).isEqualTo(8);
        assertThat(settings.replicas()).isEmpty();
        assertThat(settings.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.retry().maxAttempts()).isEqualTo(5);
        assertThat(settings.retry().delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void the_runner_that_suits_the_handlers_gives_way_to_a_setting() {
        assertThat(settings(Map.of(), RunnerKind.EVENT_LOOP).runner()).isEqualTo(RunnerKind.EVENT_LOOP);
        assertThat(settings(Map.of(), RunnerKind.EVENT_LOOP).concurrency()).isEqualTo(256);
        assertThat(settings(Map.of("trireme.defaults.runner", "virtual"), RunnerKind.EVENT_LOOP)
                        .runner())
                .isEqualTo(RunnerKind.VIRTUAL);
        assertThat(settings(
                                Map.of(
                                        "trireme.defaults.runner", "virtual",
                                        "trireme.queues.\"images\".runner", "event-loop"),
                                RunnerKind.VIRTUAL)
                        .runner())
                .isEqualTo(RunnerKind.EVENT_LOOP);
    }

    @Test
    void on_platform_threads_the_default_concurrency_is_four_for_each_processor() {
        assertThat(settings(Map.of("trireme.defaults.runner", "platform")).concurrency())
                .isEqualTo(12);
    }

    @Test
    void a_queues_own_setting_wins_over_the_default_of_all() {
        QueueSettings settings = settings(Map.of(
                "trireme.defaults.ordering", "unordered",
                "trireme.defaults.concurrency", "7",
                "trireme.queues.\"images\".ordering", "by-partition",
                "trireme.queues.\"images\".retry.max-attempts", "1",
                "trireme.queues.\"other\".concurrency", "99"));

        assertThat(settings.ordering()).isEqualTo(Ordering.BY_PARTITION);
        assertThat(settings.concurrency()).isEqualTo(7);
        assertThat(settings.retry().maxAttempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "concurrency,0",
        "max-in-flight,0",
        "max-in-flight,10000001",
        "max-in-flight-bytes,0",
        "max-ahead,0",
        "partitions,0",
        "replicas,0",
        "retry.max-attempts,0",
        "retention,10s",
        "shutdown-grace,-1s",
        "retry.delay,-1s",
        "retry.factor,0.9",
        "retry.jitter,2",
        "retry.max-delay,400d",
        "retry.max-snooze,-1s",
        "retry.parked-share,0",
        "timeout,0s"
    })
    void a_value_out_of_its_range_is_refused_with_the_key_and_the_way_out(String key, String value) {
        assertThatThrownBy(() -> settings(Map.of("trireme.queues.\"images\"." + key, value)))
                .isInstanceOfSatisfying(TriremeException.class, refused -> assertThat(refused.fault())
                        .isIn(Fault.SETTING_WRONG, Fault.RETRIES_WRONG))
                .hasMessageContaining("trireme.queues.\"images\"." + key.split("\\.")[0])
                .hasMessageContaining(key.substring(key.indexOf('.') + 1))
                .hasMessageContaining("use a");
    }
}
