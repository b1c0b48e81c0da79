package io.trireme.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelSettingsTest {
    private static Config attributes(Map<String, String> attributes) {
        var all = new HashMap<>(Map.of("channel-name", "images", "connector", "trireme"));
        all.putAll(attributes);
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build();
    }

    @Test
    void a_channel_is_on_the_queue_of_its_name_unless_queue_or_topic_says_otherwise() {
        assertThat(ChannelSettings.incoming(attributes(Map.of())).queue()).isEqualTo("images");
        assertThat(ChannelSettings.incoming(attributes(Map.of("queue", "q"))).queue())
                .isEqualTo("q");
        assertThat(ChannelSettings.outgoing(attributes(Map.of("topic", "t"))).queue())
                .isEqualTo("t");
    }

    @Test
    void the_copies_of_a_channel_are_one() {
        var copy = ChannelSettings.incoming(attributes(Map.of("channel-name", "images$2")));

        assertThat(copy.channel()).isEqualTo("images");
    }

    @Test
    void what_an_outgoing_channel_has_besides() {
        var settings = ChannelSettings.outgoing(attributes(
                Map.of("max-inflight-messages", "7", "task-type", "shrink", "content-type", "application/json")));

        assertThat(settings)
                .isEqualTo(new ChannelSettings(
                        "images", "images", Optional.of("shrink"), 7, Optional.of("application/json")));
        assertThat(ChannelSettings.outgoing(attributes(Map.of())).maxInflight()).isEqualTo(1_024);
    }

    @Test
    void what_another_connector_read_is_no_fault() {
        var settings = ChannelSettings.incoming(
                attributes(Map.of("group.id", "g", "value.deserializer", "x.Y", "failure-strategy", "ignore")));

        assertThat(settings.queue()).isEqualTo("images");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queue | a/b | cannot be a queue's name",
                "topic | trireme.control | cannot be a queue's name",
                "topics | a,b | Make a channel for each",
                "pattern | true | Make a channel for each",
                "max-inflight-messages | 0 | no number from 1",
                "max-inflight-messages | many | no number from 1",
            })
    void what_cannot_be_is_said_with_the_attribute_and_the_way_out(String name, String value, String advice) {
        assertThatThrownBy(() -> ChannelSettings.outgoing(attributes(Map.of(name, value))))
                .hasMessageStartingWith("Channel 'images': its attribute " + name + " is '" + value + "', ")
                .hasMessageContaining(advice);
    }

    @Test
    void two_queues_are_one_too_many() {
        assertThatThrownBy(() -> ChannelSettings.incoming(attributes(Map.of("queue", "a", "topic", "b"))))
                .hasMessage("Channel 'images': its attribute queue is 'a', and topic is 'b'. Leave one of them out.");
    }
}
