package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.TriremeException;
import io.trireme.dev.EmbeddedBroker;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Somebody deletes the topic of answers: calls fail with a sentence, who begins to call then with one as well, and they go on by
 * themselves when it is there again.
 */
@Tag("side-by-side")
class RepliesGoneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @Test
    void calls_fail_while_there_is_no_topic_of_answers_and_go_on_when_it_is_there_again() throws Exception {
        try (var embedded = EmbeddedBroker.start();
                var states = States.start(embedded.bootstrapServers(), 0);
                var admin =
                        new SharedAdmin(new KafkaSettings(Map.of("bootstrap.servers", embedded.bootstrapServers())));
                var state = States.client(
                        new KafkaSettings(Map.of("bootstrap.servers", embedded.bootstrapServers())),
                        admin,
                        PATIENCE,
                        TIMEOUT)) {
            await().atMost(PATIENCE).until(states::isRunning);
            SharedCounter counter = state.counter("calls");
            long before =
                    await().atMost(PATIENCE).ignoreExceptions().until(counter::incrementAndGet, count -> count > 0);

            admin.client().deleteTopics(List.of(Topics.stateReplies())).all().get(10, TimeUnit.SECONDS);
            await().atMost(PATIENCE)
                    .until(() -> !admin.client().listTopics().names().get().contains(Topics.stateReplies()));
            assertThatThrownBy(counter::incrementAndGet)
                    .isInstanceOfSatisfying(TriremeException.class, unanswered -> assertThat(unanswered.fault())
                            .isEqualTo(Fault.STATE_UNANSWERED));
            assertThatThrownBy(
                            () -> states.client(States.LASTING).counter("calls").get())
                    .isInstanceOfSatisfying(TriremeException.class, missing -> assertThat(missing.fault())
                            .isEqualTo(Fault.STATE_MISSING))
                    .hasMessageContaining("trireme work --role state");
            states.ensureTopics();

            long after = await().atMost(PATIENCE).ignoreExceptions().until(counter::get, count -> count > 0);
            assertThat(after).isEqualTo(before + 1); // it was carried out, once, though nobody was told
        }
    }
}
