package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.dev.EmbeddedBroker;
import io.trireme.streams.Phase;
import io.trireme.streams.RoleStreams;
import io.trireme.testing.BrokerClient;
import io.trireme.testing.LogLines;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The role {@code state} where another version of it held what is shared. */
@Tag("side-by-side")
class OtherFormatIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void the_role_gives_up_with_what_to_do_and_leaves_what_another_version_wrote_as_it_is() {
        try (var own = EmbeddedBroker.start();
                var broker = new BrokerClient(own.bootstrapServers());
                var log = LogLines.of(RoleStreams.class.getName())) {
            broker.createTopic(new NewTopic(Topics.stateChangelog(), Optional.of(4), Optional.empty())
                    .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
            for (int partition = 0; partition < 4; partition++) {
                broker.produce(new ProducerRecord<>(
                        Topics.stateChangelog(), partition, Keys.format(), Texts.bytes("of tomorrow")));
            }

            try (var states = States.start(own.bootstrapServers(), 0)) {
                await().atMost(PATIENCE).until(states::phase, Phase.FAILED::equals);
            }

            assertThat(log.all())
                    .contains("The role state gives up: "
                            + Fault.STATE_FORMAT
                                    .because(Topics.stateChangelog(), "of tomorrow", "1")
                                    .getMessage());
            assertThat(broker.readAll(Topics.stateChangelog()))
                    .hasSize(4)
                    .allSatisfy(record -> assertThat(record.value()).asString().isEqualTo("of tomorrow"));
        }
    }
}
