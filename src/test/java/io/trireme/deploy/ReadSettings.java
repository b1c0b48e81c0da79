package io.trireme.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.management.ManagementConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.trireme.RunnerKind;
import io.trireme.TriremeConfig;
import io.trireme.consume.QueueSettings;
import io.trireme.wire.KafkaSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** A file of settings as the application reads it, which refuses a key of Trireme's or of Quarkus's ports that there is not. */
final class ReadSettings {
    private static final int AS_QUARKUS_RANKS_THE_FILE = 260;

    /** What the JVM and the build say. */
    private static final Map<String, String> FROM_ELSEWHERE =
            Map.of("java.io.tmpdir", "/tmp", "quarkus.http.host", "127.0.0.1");

    private final SmallRyeConfig config;

    private ReadSettings(SmallRyeConfig config) {
        this.config = config;
    }

    static ReadSettings of(Properties file) {
        var texts = new HashMap<String, String>();
        file.stringPropertyNames().forEach(name -> texts.put(name, file.getProperty(name)));
        requireKafkaKeys(texts);
        return new ReadSettings(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withDefaultValues(FROM_ELSEWHERE)
                .withSources(new PropertiesConfigSource(texts, "the ConfigMap", AS_QUARKUS_RANKS_THE_FILE))
                .withMapping(TriremeConfig.class)
                .withMapping(ManagementConfig.class)
                .withMapping(VertxHttpConfig.class)
                .build());
    }

    private static void requireKafkaKeys(Map<String, String> texts) {
        var known = new TreeSet<String>(ConsumerConfig.configNames());
        known.addAll(ProducerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        assertThat(texts.keySet().stream()
                        .filter(name -> name.startsWith("kafka."))
                        .map(name -> name.substring("kafka.".length())))
                .allMatch(known::contains);
    }

    TriremeConfig trireme() {
        return config.getConfigMapping(TriremeConfig.class);
    }

    ManagementConfig management() {
        return config.getConfigMapping(ManagementConfig.class);
    }

    VertxHttpConfig http() {
        return config.getConfigMapping(VertxHttpConfig.class);
    }

    KafkaSettings kafka() {
        return KafkaSettings.of(config);
    }

    /** What holds for one queue, on a machine of four processors. */
    QueueSettings queue(String name) {
        return QueueSettings.of(trireme(), name, RunnerKind.VIRTUAL, 4);
    }

    Set<String> names() {
        var names = new TreeSet<String>();
        config.getPropertyNames().forEach(names::add);
        return names;
    }
}
