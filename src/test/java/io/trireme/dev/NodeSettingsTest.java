package io.trireme.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.metrics.JmxReporter;
import org.junit.jupiter.api.Test;

class NodeSettingsTest {
    @Test
    void every_setting_is_one_that_kafka_knows() throws IOException {
        try (var sockets = LoopbackSockets.near(0)) {
            var settings = NodeSettings.of(sockets, Path.of("data"), 8);

            assertThat(settings.keySet())
                    .allMatch(key -> KafkaConfig.configDef().names().contains(key)
                            || JmxReporter.RECONFIGURABLE_CONFIGS.contains(key));
        }
    }

    @Test
    void nothing_listens_but_on_loopback() throws IOException {
        try (var sockets = LoopbackSockets.near(0)) {
            var settings = NodeSettings.of(sockets, Path.of("data"), 8);

            assertThat(settings.get("listeners").split(",")).hasSize(2).allMatch(it -> it.contains("://127.0.0.1:"));
            assertThat(sockets.openServerSocket(LoopbackSockets.CLIENTS, null, 0, 0)
                            .socket()
                            .getInetAddress()
                            .isLoopbackAddress())
                    .isTrue();
        }
    }
}
