package io.trireme.result;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.trireme.Publisher;
import io.trireme.Task;
import io.trireme.TaskFailed;
import io.trireme.TaskHandle;
import io.trireme.TaskState;
import io.trireme.app.HttpHandlers;
import io.trireme.testing.BrokerResource;
import io.trireme.wire.TaskIds;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BrokerResource.class)
class ResultResourceIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    HttpHandlers handlers;

    @Inject
    Publisher publisher;

    private static String publish(String queue, String payload) {
        return given().contentType("application/json")
                .body(payload)
                .post("/api/queues/" + queue + "/tasks?result=true")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static String madeUp(Instant time) {
        return new TaskIds(() -> time, new Random(4711)).next();
    }

    @Test
    void a_result_is_there_as_it_was_returned_for_who_waits_and_for_who_comes_later() {
        String id = publish(HttpHandlers.ECHOING, "{\"a\":[1,2]}");

        when().get("/api/tasks/" + id + "/result?wait=30s")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("a[1]", equalTo(2));
        when().get("/api/tasks/" + id + "/result").then().statusCode(200).body("a[0]", equalTo(1));
        when().get("/api/tasks/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("succeeded"), "queue", equalTo(HttpHandlers.ECHOING), "attempts", equalTo(1));
    }

    @Test
    void a_task_that_failed_answers_with_what_it_failed_with() {
        String id = publish(HttpHandlers.PICKY, "\"bad\"");

        when().get("/api/tasks/" + id + "/result?wait=30s")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body(
                        "state", equalTo("failed"),
                        "reason", equalTo("REJECTED"),
                        "exception", equalTo("io.trireme.TaskRejected"),
                        "message", equalTo("bad is not good"),
                        "stack", containsString("HttpHandlers"));
        when().get("/api/tasks/" + id).then().statusCode(200).body("error.message", equalTo("bad is not good"));
    }

    @Test
    void one_that_has_not_ended_is_pending_and_one_cancelled_by_its_handle_says_so() throws Exception {
        CountDownLatch hold = handlers.holdUp();
        TaskHandle<Object> handle = publisher.submit(Task.of(HttpHandlers.HELD, "x"));
        handle.receipt().toCompletableFuture().join();
        try {
            when().get("/api/tasks/" + handle.id() + "/result").then().statusCode(204);
            when().get("/api/tasks/" + handle.id() + "/result?wait=1ms").then().statusCode(204);
            when().get("/api/tasks/" + handle.id()).then().statusCode(200).body("state", equalTo("pending"));
            handle.cancel();

            TaskFailed cancelled = (TaskFailed) catchThrowable(() -> handle.get(SOON));
            assertThat(cancelled.state()).isEqualTo(TaskState.CANCELLED);
            when().get("/api/tasks/" + handle.id() + "/result")
                    .then()
                    .statusCode(410)
                    .body("state", equalTo("cancelled"));
        } finally {
            hold.countDown();
        }
    }

    @Test
    void how_far_a_task_is_comes_as_events_until_it_has_ended() throws Exception {
        CountDownLatch hold = handlers.holdUp();
        String id = publish(HttpHandlers.TELLING, "\"x\"");
        var request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/tasks/" + id + "/progress"))
                .build();
        try (var client = HttpClient.newHttpClient();
                Stream<String> lines = client.send(request, HttpResponse.BodyHandlers.ofLines())
                        .body()) {
            Iterator<String> events =
                    lines.filter(line -> line.startsWith("data:")).iterator();
            String event = events.next();
            while (!event.contains("\"note\":\"half\"")) {
                event = events.next();
            }
            assertThat(event).contains("\"state\":\"started\"", "\"done\":1", "\"total\":2");
            hold.countDown();
            while (events.hasNext()) {
                event = events.next();
            }
            assertThat(event).contains("\"state\":\"succeeded\"");
        } finally {
            hold.countDown();
        }
        when().get("/api/tasks/order-17/progress").then().statusCode(404);
    }

    @Test
    void a_made_up_id_is_pending_while_it_is_young_and_else_unknown() {
        when().get("/api/tasks/" + madeUp(Instant.now())).then().statusCode(200).body("state", equalTo("pending"));
        for (Instant never : new Instant[] {
            Instant.now().minus(Duration.ofDays(2)), Instant.now().plus(Duration.ofDays(1))
        }) {
            when().get("/api/tasks/" + madeUp(never)).then().statusCode(404).body("fault", equalTo("TASK_UNKNOWN"));
        }
        when().get("/api/tasks/order-17/result?wait=1s")
                .then()
                .statusCode(404)
                .body("fault", equalTo("RESULT_NOT_BY_ID"));
    }

    @Test
    void a_wrong_parameter_is_named() {
        String id = madeUp(Instant.now());
        when().get("/api/tasks/" + id + "/result?wait=soon").then().statusCode(400);
        when().get("/api/tasks/" + id + "/result?wait=2h")
                .then()
                .statusCode(400)
                .body("detail", containsString("at most 60s"));
        given().body("1")
                .post("/api/queues/" + HttpHandlers.ECHOING + "/tasks?result=maybe")
                .then()
                .statusCode(400)
                .body("detail", containsString("'result'"));
    }
}
