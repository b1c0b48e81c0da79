package io.trireme.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.schedule.Targets.Target;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class KnownTargetsTest {
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(1);
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final Map<String, CompletionStage<KnownTopics.Facts>> answers = new HashMap<>();
    private long nanos;
    private int asked;
    private final KnownTargets targets = new KnownTargets(() -> Set.of("mail", "sms"), this::ask, () -> nanos);

    private Map<String, CompletionStage<KnownTopics.Facts>> ask(Set<String> topics) {
        asked += topics.isEmpty() ? 0 : 1;
        return topics.stream().collect(Collectors.toMap(topic -> topic, answers::get));
    }

    @Test
    void of_brokers_that_have_not_answered_nothing_is_known_and_no_topic_is_said_to_be_missing() {
        try (var admin = new SharedAdmin(new KafkaSettings(Map.of(
                "bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "50", "request.timeout.ms", "50")))) {
            var unanswered = new KnownTargets(admin, System::nanoTime);

            assertThat(unanswered.of("mail")).isInstanceOf(Target.Unknown.class);
            assertThat(unanswered.of("mail").isBelow(Integer.MAX_VALUE)).isFalse();
        }
    }

    @Test
    void a_limit_that_may_not_be_known_is_not_taken_for_none_and_is_asked_for_again() {
        answers.put("mail", denied());
        assertThat(targets.of("mail")).isInstanceOfSatisfying(Target.Unknown.class, unknown -> assertThat(unknown.why())
                .contains("mail"));

        answers.put("mail", taking(1_000));
        assertThat(targets.of("mail")).isInstanceOf(Target.Unknown.class);
        assertThat(asked).isEqualTo(1);

        nanos += ASKED_AGAIN.toNanos();
        assertThat(targets.of("mail")).isEqualTo(new Target.Existing(1_000));
    }

    @Test
    void the_last_limit_holds_while_the_next_answer_is_not_given() {
        answers.put("mail", taking(1_000));
        targets.of("mail");

        answers.put("mail", denied());
        nanos += REMEMBERED.toNanos();

        assertThat(targets.of("mail")).isEqualTo(new Target.Existing(1_000));
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void a_topic_that_says_nothing_takes_nothing_from_another() {
        answers.put("mail", denied());
        answers.put("sms", taking(500));

        assertThat(targets.of("mail")).isInstanceOf(Target.Unknown.class);
        assertThat(targets.of("sms")).isEqualTo(new Target.Existing(500));
        assertThat(targets.of("fax")).isEqualTo(new Target.Missing());
    }

    private static CompletionStage<KnownTopics.Facts> taking(int largest) {
        return CompletableFuture.completedStage(new KnownTopics.Facts(largest, 1));
    }

    private static CompletionStage<KnownTopics.Facts> denied() {
        return CompletableFuture.failedStage(new TopicAuthorizationException("mail"));
    }
}
