package io.trireme.channel;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trireme.Publisher;
import io.trireme.Receipt;
import io.trireme.Task;
import io.trireme.TaskRejected;
import io.trireme.channel.Streams.Note;
import io.trireme.channel.Streams.Noted;
import io.trireme.testing.BrokerClient;
import io.trireme.testing.BrokerResource;
import io.trireme.wire.Headers;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** Channels of reactive messaging on queues, through a real build and a real broker. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class ChannelsIT {
    private static final Note NOTE = new Note("hello", LocalDate.of(2030, 1, 31));
    private static final int MAX_IN_FLIGHT = 4; // of the queue, in the test's settings

    @Inject
    Streams streams;

    @Inject
    Publisher publisher;

    @Channel("channel-publish")
    Emitter<Object> emitter;

    @Channel("channel-nowhere")
    Emitter<String> nowhere;

    @TestHTTPResource(management = true)
    URI management;

    @Test
    void a_task_reaches_a_method_as_its_payload_with_the_task_beside_it() throws InterruptedException {
        Receipt receipt = publish(Task.of(Streams.NOTES, NOTE).withKey("ada"));

        assertThat(note()).isEqualTo(new Noted(NOTE, receipt.id(), "ada", 1));
    }

    @Test
    void what_an_emitter_sends_is_a_task_and_acknowledged_when_the_brokers_have_it() throws InterruptedException {
        emitter.send(NOTE).toCompletableFuture().join();

        assertThat(note().note()).isEqualTo(NOTE);
    }

    @Test
    void what_cannot_be_published_is_refused_with_a_sentence_and_the_next_one_goes_on() throws InterruptedException {
        assertThatThrownBy(() -> nowhere.send("lost").toCompletableFuture().join())
                .hasMessageContaining("Queue 'channel-nowhere' does not exist");
        assertThatThrownBy(() -> nowhere.send("lost").toCompletableFuture().join())
                .hasMessageContaining("Queue 'channel-nowhere' does not exist");
    }

    @Test
    void a_method_between_two_channels_takes_tasks_and_publishes_others() throws InterruptedException {
        publish(Task.of("channel-words", "oar"));

        Noted written = note();
        assertThat(written.note()).isEqualTo(new Note("oar", LocalDate.EPOCH));
        assertThat(written.key()).isEqualTo("written");
    }

    @Test
    void a_payload_that_cannot_be_read_goes_to_the_dead_letters_and_the_stream_goes_on() throws InterruptedException {
        Receipt wrong = publish(Task.of(Streams.NOTES, "no note"));
        publish(Task.of(Streams.NOTES, NOTE));

        assertThat(note().note()).isEqualTo(NOTE);
        assertThat(letter(Streams.NOTES, wrong.id())).isEqualTo("UNDECODABLE");
    }

    @Test
    void a_refused_message_is_tried_again_and_then_a_dead_letter() throws InterruptedException {
        Receipt task = publish(Task.of(Streams.ACKS, "fails"));

        Message<String> first = message();
        assertThat(first.getPayload()).isEqualTo("fails");
        first.nack(new IllegalStateException("not today"));
        Message<String> second = message();
        second.nack(new IllegalStateException("nor tomorrow"));

        assertThat(Stream.of(first, second).map(ChannelsIT::attempt)).containsExactly(1, 2);
        assertThat(letter(Streams.ACKS, task.id())).isEqualTo("ATTEMPTS_EXHAUSTED");
    }

    @Test
    void a_reason_that_no_attempt_will_change_makes_a_dead_letter_at_once() throws InterruptedException {
        Receipt task = publish(Task.of(Streams.ACKS, "rejected"));

        message().nack(new TaskRejected("never"));

        assertThat(letter(Streams.ACKS, task.id())).isEqualTo("REJECTED");
    }

    @Test
    void a_key_waits_for_the_ack_of_its_last_message_and_its_neighbours_do_not() throws InterruptedException {
        publish(Task.of(Streams.ACKS, "a1").withKey("a"));
        publish(Task.of(Streams.ACKS, "a2").withKey("a"));
        publish(Task.of(Streams.ACKS, "b1").withKey("b"));

        Message<String> first = message();
        Message<String> other = message();
        assertThat(Set.of(first.getPayload(), other.getPayload())).containsExactlyInAnyOrder("a1", "b1");
        assertThat(streams.messages.poll(100, MILLISECONDS)).isNull();
        first.ack();
        other.ack();

        Message<String> last = message();
        assertThat(last.getPayload()).isEqualTo("a2");
        last.ack();
    }

    @Test
    void no_more_messages_are_out_than_may_be_in_flight() throws InterruptedException {
        List<String> texts = IntStream.range(0, 3 * MAX_IN_FLIGHT)
                .mapToObj(n -> "bound-" + n)
                .toList();
        texts.forEach(text -> publish(Task.of(Streams.ACKS, text)));

        var seen = new ArrayList<String>();
        while (seen.size() < texts.size()) {
            var out = new ArrayList<Message<String>>();
            while (out.size() < MAX_IN_FLIGHT) {
                out.add(message());
            }
            assertThat(streams.messages.poll(100, MILLISECONDS)).isNull();
            out.forEach(message -> {
                seen.add(message.getPayload());
                message.ack();
            });
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(texts);
    }

    @Test
    void the_probes_show_the_channels() {
        given().get(management.resolve("/q/health/live"))
                .then()
                .statusCode(200)
                .body("checks.find { it.name == \"Trireme's channels flow\" }.status", equalTo("UP"))
                .body(
                        "checks.find { it.name.contains('Messaging - liveness') }.data.'" + Streams.NOTES + "'",
                        equalTo("[OK]"));
    }

    private Receipt publish(Task task) {
        return publisher.publish(task).join();
    }

    private Noted note() throws InterruptedException {
        Noted note = streams.notes.poll(30, SECONDS);
        assertThat(note).as("a note that came").isNotNull();
        return note;
    }

    private Message<String> message() throws InterruptedException {
        Message<String> message = streams.messages.poll(30, SECONDS);
        assertThat(message).as("a message that came").isNotNull();
        return message;
    }

    private static int attempt(Message<?> message) {
        return message.getMetadata(IncomingTask.class).orElseThrow().attempt();
    }

    /** Why the task is a dead letter. */
    private static String letter(String queue, String id) {
        try (var broker = BrokerClient.ofSharedBroker()) {
            return await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> broker.readAll(queue + ".dead").stream()
                                    .filter(letter -> id.equals(BrokerClient.header(letter, Headers.ID)))
                                    .map(letter -> BrokerClient.header(letter, Headers.DEAD_REASON))
                                    .toList(),
                            reasons -> !reasons.isEmpty())
                    .getFirst();
        }
    }
}
