package org.example.greeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trireme.Publisher;
import io.trireme.Task;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Broker.class)
class GreetingsTest {
    @Inject
    Publisher publisher;

    @Inject
    Greetings greetings;

    @TestHTTPResource("/api/queues")
    URI queues;

    @Test
    void a_published_task_reaches_its_handler() {
        publisher.publish(Task.of("greetings", new Greeting("Ada"))).join();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(greetings.greeted()).containsExactly("Ada"));
    }

    @Test
    void the_http_face_of_trireme_is_not_part_of_this_application() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(queues).build(), BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(404);
        }
    }
}
