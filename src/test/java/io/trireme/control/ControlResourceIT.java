package io.trireme.control;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trireme.app.HttpHandlers;
import io.trireme.testing.BrokerResource;
import io.trireme.wire.ProcessName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BrokerResource.class)
class ControlResourceIT {
    private static final String QUEUE = "/api/queues/" + HttpHandlers.SEEN;

    @AfterEach
    void resume() {
        when().post(QUEUE + "/resume").then().statusCode(204);
        await().untilAsserted(
                        () -> when().get(QUEUE).then().body("process.paused", equalTo(false), "depth", equalTo(0)));
    }

    @Test
    void a_queue_is_paused_keeps_what_is_published_and_is_resumed() {
        when().post(QUEUE + "/pause").then().statusCode(204);
        await().untilAsserted(() -> when().get(QUEUE).then().body("process.paused", equalTo(true)));

        given().contentType("application/json")
                .body("1")
                .post(QUEUE + "/tasks")
                .then()
                .statusCode(202);

        await().untilAsserted(() -> when().get("/api/queues")
                .then()
                .body("queues.findAll { it.process?.paused }.queue", hasItem(HttpHandlers.SEEN)));
        await().untilAsserted(() -> when().get(QUEUE).then().body("depth", equalTo(1)));
    }

    @Test
    void a_set_is_revoked_before_it_is_published_and_one_task_that_nobody_knows() {
        when().delete("/api/tasks/no-such-task")
                .then()
                .statusCode(202)
                .body("task", equalTo("no-such-task"), "until", notNullValue());
        when().delete("/api/tasks?group=recalled").then().statusCode(202).body("group", equalTo("recalled"));
        when().delete("/api/tasks").then().statusCode(400).body("detail", containsString("?group="));
        when().get(QUEUE + "/running").then().statusCode(200); // who answers has applied what was ordered before
        int before = when().get(QUEUE).path("process.totals.cancelled");

        given().contentType("application/json")
                .body("1\n2\n")
                .post(QUEUE + "/tasks:batch?group=recalled")
                .then()
                .statusCode(202);

        await().untilAsserted(() -> when().get(QUEUE).then().body("process.totals.cancelled", equalTo(before + 2)));
    }

    @Test
    void the_concurrency_is_ordered_shown_and_taken_back_and_a_wrong_one_refused() {
        int configured = when().get(QUEUE).path("process.workers.limit");

        when().post(QUEUE + "/concurrency?value=7").then().statusCode(204);
        await().untilAsserted(() -> when().get(QUEUE).then().body("process.workers.limit", equalTo(7)));
        when().post(QUEUE + "/concurrency?value=0").then().statusCode(400).body("fault", equalTo("CONCURRENCY_WRONG"));
        when().post(QUEUE + "/concurrency").then().statusCode(400).body("detail", containsString("?value="));

        when().delete(QUEUE + "/concurrency").then().statusCode(204);
        await().untilAsserted(() -> when().get(QUEUE).then().body("process.workers.limit", equalTo(configured)));
    }

    @Test
    void what_waits_in_a_paused_queue_is_purged_and_what_comes_later_runs() {
        when().post(QUEUE + "/pause").then().statusCode(204);
        await().untilAsserted(() -> when().get(QUEUE).then().body("process.paused", equalTo(true)));
        int cancelled = when().get(QUEUE).path("process.totals.cancelled");
        int done = when().get(QUEUE).path("process.totals.done");
        publish("1\n2\n3\n");

        when().delete(QUEUE + "/tasks")
                .then()
                .statusCode(202)
                .body("queue", equalTo(HttpHandlers.SEEN), "tasks", equalTo(3));
        publish("4\n");
        when().post(QUEUE + "/resume").then().statusCode(204);

        await().untilAsserted(() -> when().get(QUEUE)
                .then()
                .body("process.totals.cancelled", equalTo(cancelled + 3), "process.totals.done", equalTo(done + 1)));
    }

    private static void publish(String lines) {
        given().contentType("application/json")
                .body(lines)
                .post(QUEUE + "/tasks:batch")
                .then()
                .statusCode(202);
    }

    @Test
    void what_runs_is_told_by_each_process() {
        when().post(QUEUE + "/concurrency?value=9").then().statusCode(204);

        when().get(QUEUE + "/running")
                .then()
                .statusCode(200)
                .body(
                        "processes.concurrency", hasItem(9),
                        "processes.process", hasItem(ProcessName.here()),
                        "silent", empty());

        when().delete(QUEUE + "/concurrency").then().statusCode(204);
    }

    @Test
    void an_unknown_queue_is_not_found() {
        when().delete("/api/queues/nowhere/tasks").then().statusCode(404);
        when().post("/api/queues/nowhere/pause").then().statusCode(404).body("fault", equalTo("QUEUE_UNKNOWN"));
    }
}
