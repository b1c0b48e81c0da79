package io.trireme.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.trireme.Fault;
import io.trireme.TriremeException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "enable.auto.commit,true",
        "auto.offset.reset,latest",
        "isolation.level,read_uncommitted",
        "acks,1",
        "enable.idempotence,false",
        "group.id,mine",
        "transactional.id,mine",
        "value.deserializer,Mine"
    })
    void what_the_promises_rest_on_cannot_be_changed(String name, String value) {
        assertThatThrownBy(() -> new KafkaSettings(Map.of(name, value)))
                .isInstanceOfSatisfying(TriremeException.class, refused -> assertThat(refused.fault())
                        .isEqualTo(Fault.SETTING_REFUSED))
                .hasMessageContaining("kafka." + name)
                .hasMessageContaining("Remove the setting");
    }

    @Test
    void what_is_set_to_what_it_is_anyway_is_no_fault() {
        assertThat(new KafkaSettings(Map.of("acks", "all")).producer("p")).containsEntry("acks", "all");
    }

    @Test
    void the_largest_request_is_that_of_the_producers_whoever_set_it() {
        assertThat(new KafkaSettings(Map.of()).largestRequest())
                .isEqualTo(new KafkaSettings(Map.of()).producer("p").get("max.request.size"));
        assertThat(new KafkaSettings(Map.of("max.request.size", "2000")).largestRequest())
                .isEqualTo(2_000);
        assertThatThrownBy(() -> new KafkaSettings(Map.of("max.request.size", "many")).largestRequest())
                .isInstanceOfSatisfying(TriremeException.class, refused -> assertThat(refused.fault())
                        .isEqualTo(Fault.SETTING_WRONG));
    }

    @Test
    void each_client_gets_the_settings_that_it_knows() {
        var settings = new KafkaSettings(Map.of(
                "bootstrap.servers", "there:1", "max.poll.records", "7", "compression.type", "zstd", "odd", "x"));

        assertThat(settings.consumer("g", "c"))
                .containsEntry("bootstrap.servers", "there:1")
                .containsEntry("max.poll.records", "7")
                .containsEntry("group.protocol", "consumer")
                .doesNotContainKeys("compression.type", "odd");
        assertThat(settings.producer("p"))
                .containsEntry("compression.type", "zstd")
                .doesNotContainKeys("max.poll.records", "odd");
        assertThat(settings.admin("a")).containsEntry("bootstrap.servers", "there:1");
    }

    @Test
    void the_classic_protocol_comes_with_the_cooperative_assignor() {
        assertThat(new KafkaSettings(Map.of("group.protocol", "classic"))
                        .consumer("g", "c")
                        .get("partition.assignment.strategy"))
                .asString()
                .contains("CooperativeSticky");
    }

    @Test
    void settings_come_from_properties_and_from_the_environments_names() {
        var config = new SmallRyeConfigBuilder()
                .withDefaultValue("kafka.bootstrap.servers", "a:1")
                .withDefaultValue("KAFKA_SECURITY_PROTOCOL", "SSL")
                .build();

        KafkaSettings settings = KafkaSettings.of(config);

        assertThat(settings.bootstrapServers()).isEqualTo("a:1");
        assertThat(settings.admin("a")).containsEntry("security.protocol", "SSL");
    }

    @Test
    void without_a_word_the_brokers_are_looked_for_on_loopback() {
        assertThat(new KafkaSettings(Map.of()).bootstrapServers()).isEqualTo("127.0.0.1:9092");
    }
}
