package io.trireme.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.trireme.TriremeConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueKeysTest {
    private static final int FILE = 260;
    private static final int COMMAND_LINE = 400;

    private static TriremeConfig config(Map<String, String> file, Map<String, String> commandLine) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .addDiscoveredConverters()
                .withMapping(TriremeConfig.class)
                .withProfile("prod")
                .withSources(
                        new PropertiesConfigSource(file, "file", FILE),
                        new PropertiesConfigSource(commandLine, "command line", COMMAND_LINE))
                .build()
                .getConfigMapping(TriremeConfig.class);
    }

    @ParameterizedTest
    @CsvSource({"words, \"words\"", "\"words\", words", "words, words", "\"words\", \"words\""})
    void a_queue_may_stand_with_quotes_in_one_place_and_without_in_another(String inFile, String onCommandLine) {
        TriremeConfig config = config(
                Map.of(
                        "trireme.queues." + inFile + ".partitions", "3",
                        "trireme.queues." + inFile + ".concurrency", "4",
                        "trireme.queues." + inFile + ".retry.max-attempts", "5"),
                Map.of(
                        "trireme.queues." + onCommandLine + ".concurrency", "7",
                        "trireme.queues." + onCommandLine + ".exec.command[0]", "wc",
                        "trireme.queues." + onCommandLine + ".exec.command[1]", "-w"));

        assertThat(config.queues()).containsOnlyKeys("words");
        TriremeConfig.Queue words = config.queues().get("words");
        assertThat(words.partitions()).hasValue(3);
        assertThat(words.concurrency()).as("the stronger source's").hasValue(7);
        assertThat(words.retry().maxAttempts()).hasValue(5);
        assertThat(words.exec().command().orElseThrow()).containsExactly("wc", "-w");
    }

    @Test
    void a_profile_goes_before_either_form() {
        assertThat(config(
                                Map.of(
                                        "%prod.trireme.queues.words.partitions", "3",
                                        "%prod.trireme.queues.\"words\".concurrency", "4",
                                        "%dev.trireme.queues.words.concurrency", "5"),
                                Map.of())
                        .queues())
                .containsOnlyKeys("words")
                .allSatisfy((queue, words) -> {
                    assertThat(words.partitions()).hasValue(3);
                    assertThat(words.concurrency()).hasValue(4);
                });
    }

    @Test
    void a_name_with_dots_keeps_its_quotes() {
        TriremeConfig config = config(
                Map.of(QueueKeys.prefix("eu.words") + "partitions", "3"), Map.of("trireme.queues.eu.partitions", "4"));

        assertThat(config.queues()).containsOnlyKeys("eu.words", "eu");
        assertThat(config.queues().get("eu.words").partitions()).hasValue(3);
        assertThat(config.queues().get("eu").partitions()).hasValue(4);
    }
}
