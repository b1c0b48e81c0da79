package io.trireme.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class KnownTopicsTest {
    private static final KnownTopics.Facts FACTS = new KnownTopics.Facts(1_000, 4);

    private final AtomicInteger asked = new AtomicInteger();
    private CompletableFuture<KnownTopics.Facts> answer = new CompletableFuture<>();
    private final KnownTopics topics = new KnownTopics(this::ask);

    private Map<String, CompletionStage<KnownTopics.Facts>> ask(Iterable<String> wanted) {
        asked.incrementAndGet();
        assertThat(wanted).containsExactly("mail");
        return Map.of("mail", answer);
    }

    @Test
    void who_wants_to_know_never_asks_and_so_never_waits() {
        topics.follow("mail");

        assertThat(topics.of("mail")).isEmpty();
        assertThat(asked).hasValue(0);
    }

    @Test
    void nothing_is_known_until_the_brokers_have_answered() {
        topics.follow("mail");
        CompletableFuture<Void> looked = topics.look();
        assertThat(topics.of("mail")).isEmpty();
        assertThat(looked).isNotDone();

        answer.complete(FACTS);

        assertThat(topics.of("mail")).contains(FACTS);
        assertThat(looked).isCompleted();
    }

    @Test
    void an_answer_holds_while_the_next_is_awaited() {
        topics.follow("mail");
        answer.complete(FACTS);
        topics.look();
        answer = new CompletableFuture<>();

        topics.look();

        assertThat(topics.of("mail")).contains(FACTS);
    }

    @Test
    void a_denied_answer_makes_the_topic_unknown_and_not_one_without_limits() {
        topics.follow("mail");
        answer.complete(FACTS);
        topics.look();
        answer = CompletableFuture.failedFuture(new TopicAuthorizationException("mail"));

        CompletableFuture<Void> looked = topics.look();

        assertThat(topics.of("mail")).isEmpty();
        assertThat(looked).isCompleted();
    }
}
