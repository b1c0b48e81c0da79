package io.trireme.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.trireme.Publisher;
import io.trireme.Receipt;
import io.trireme.Task;
import io.trireme.TaskHandle;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutgoingChannelTest {
    private final Brokers brokers = new Brokers();
    private final BlockingQueue<Long> asked = new LinkedBlockingQueue<>();
    private final OutgoingChannel channel = channel(Optional.empty());

    private OutgoingChannel channel(Optional<String> contentType) {
        var settings = new ChannelSettings("images", "q", Optional.empty(), 2, contentType);
        var channel = new OutgoingChannel(settings, brokers);
        channel.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long more) {
                asked.add(more);
            }

            @Override
            public void cancel() {}
        });
        return channel;
    }

    @AfterEach
    void close() {
        channel.close();
    }

    /** Brokers that answer when the test says. */
    private static final class Brokers implements Publisher {
        private record Sent(Task task, CompletableFuture<Receipt> answer) {}

        private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
        private volatile boolean broken;

        @Override
        public CompletableFuture<Receipt> publish(Task task) {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            var answer = new CompletableFuture<Receipt>();
            sent.add(new Sent(task, answer));
            return answer;
        }

        @Override
        public <R> TaskHandle<R> submit(Task task, Class<R> as) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <R> TaskHandle<R> submit(Task task, Type as) {
            throw new UnsupportedOperationException();
        }

        private Sent next() throws InterruptedException {
            Sent next = sent.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("a task that was published").isNotNull();
            return next;
        }
    }

    @Test
    void what_makes_publishing_throw_is_refused_and_the_next_one_is_asked_for() throws Exception {
        var answered = new CompletableFuture<Void>();
        assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(2);

        channel.onNext(message("x", answered).addMetadata(OutgoingTask.with(task -> {
            throw new IllegalStateException("no task");
        })));
        assertThat(answered)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("no task");
        assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(1);

        var broken = new CompletableFuture<Void>();
        brokers.broken = true;
        channel.onNext(message("y", broken));
        assertThat(broken)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("broken");
        assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    private static <T> Message<T> message(T payload, CompletableFuture<Void> answered) {
        return Message.of(
                payload,
                () -> {
                    answered.complete(null);
                    return answered;
                },
                reason -> {
                    answered.completeExceptionally(reason);
                    return CompletableFuture.completedFuture(null);
                });
    }

    private Task published(Object payload) throws InterruptedException {
        channel.onNext(Message.of(payload));
        return brokers.next().task();
    }

    @Test
    void as_many_are_asked_for_as_may_be_on_their_way_and_one_more_with_each_answer() throws Exception {
        assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
        channel.onNext(Message.of("one"));
        channel.onNext(Message.of("two"));
        var first = brokers.next();
        var second = brokers.next();
        assertThat(asked).isEmpty();

        second.answer().complete(new Receipt("2", "q", 0, 2));
        assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
        first.answer().completeExceptionally(new IllegalStateException("away"));
        assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void a_message_is_acknowledged_with_its_receipt_when_the_brokers_have_its_task() throws Exception {
        var answered = new CompletableFuture<Void>();
        var result = new OutgoingMessageMetadata<Receipt>();
        channel.onNext(message("one", answered).addMetadata(result));
        var sent = brokers.next();
        assertThat(answered).isNotDone();

        var receipt = new Receipt("1", "q", 0, 1);
        sent.answer().complete(receipt);

        answered.get(10, TimeUnit.SECONDS);
        assertThat(result.getResult()).isEqualTo(receipt);
    }

    @Test
    void what_the_publisher_or_the_refinement_refuses_is_refused_with_the_reason_itself() {
        var away = new IllegalStateException("away");
        var unanswered = new CompletableFuture<Void>();
        channel.onNext(message("one", unanswered));
        var wrong = new CompletableFuture<Void>();
        channel.onNext(message("two", wrong).addMetadata(OutgoingTask.with(task -> task.withDelay(null))));

        assertThat(wrong)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(NullPointerException.class);
        brokers.sent.remove().answer().completeExceptionally(away);
        assertThat(unanswered)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCause(away);
    }

    @Test
    void bytes_go_as_they_are_texts_as_text_and_anything_else_as_json() throws Exception {
        Task bytes = published(new byte[] {1, 2});
        Task text = published("hello");
        Task json = published(List.of(1, 2));

        assertThat(bytes.contentType()).contains("application/octet-stream");
        assertThat(bytes.payload()).contains(new byte[] {1, 2});
        assertThat(text.contentType()).contains("text/plain");
        assertThat(text.payload()).contains("hello".getBytes(UTF_8));
        assertThat(json).isEqualTo(Task.of("q", List.of(1, 2)));
    }

    @Test
    void a_content_type_says_what_texts_are() throws Exception {
        try (OutgoingChannel typed = channel(Optional.of("application/json"))) {
            typed.onNext(Message.of("{}"));

            assertThat(brokers.next().task().contentType()).contains("application/json");
        }
    }

    @Test
    void a_task_goes_as_it_is_and_metadata_refines_it() throws Exception {
        Task whole = Task.of("other", 1).withKey("k");
        assertThat(published(whole)).isEqualTo(whole);

        channel.onNext(Message.of(1)
                .addMetadata(OutgoingTask.with(task -> task.withKey("a").withHeader("h", "v"))));

        Task refined = brokers.next().task();
        assertThat(refined.key()).contains("a");
        assertThat(refined.headers()).isEqualTo(Map.of("h", "v"));
    }

    @Test
    void a_stream_that_failed_is_told() {
        assertThat(channel.trouble()).isEmpty();

        channel.onError(new IllegalStateException("upstream"));

        assertThat(channel.trouble()).get().asString().contains("upstream");
    }
}
