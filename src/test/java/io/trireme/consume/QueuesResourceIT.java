package io.trireme.consume;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trireme.app.HttpHandlers;
import io.trireme.testing.BrokerResource;
import io.trireme.wire.ProcessName;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BrokerResource.class)
class QueuesResourceIT {
    private static final String HELD = "/api/queues/" + HttpHandlers.HELD;

    @Inject
    HttpHandlers handlers;

    @Test
    void all_queues_are_listed_and_the_process_is_named() {
        when().get("/api/queues")
                .then()
                .statusCode(200)
                .body("process", equalTo(ProcessName.here()), "queues.queue", hasItem(HttpHandlers.SEEN));
    }

    @Test
    void a_task_that_runs_is_in_flight_has_an_age_and_a_worker() {
        CountDownLatch hold = handlers.holdUp();
        given().contentType("application/json")
                .body("1")
                .post(HELD + "/tasks")
                .then()
                .statusCode(202);

        try {
            await().untilAsserted(() -> when().get(HELD)
                    .then()
                    .statusCode(200)
                    .body("depth", equalTo(1), "unsettled", equalTo(1))
                    .body("drainSeconds", greaterThan(0f), "oldestAgeSeconds", greaterThan(0f))
                    .body("process.inFlight", equalTo(1), "process.state", equalTo("running"))
                    .body("process.oldestAgeSeconds", greaterThan(0f))
                    .body("process.workers.busy", equalTo(1))
                    .body("process.workers.some.state", hasItem("busy"))
                    .body("process.workers.some.name", hasItem(containsString(HttpHandlers.HELD))));
        } finally {
            hold.countDown();
        }

        await().untilAsserted(() -> when().get(HELD)
                .then()
                .body("unsettled", equalTo(0), "drainSeconds", equalTo(0f), "process.inFlight", equalTo(0)));
    }

    @Test
    void a_queue_has_partitions_and_this_process_is_assigned_all_of_them() {
        await().untilAsserted(() -> when().get("/api/queues/" + HttpHandlers.SEEN)
                .then()
                .body("partitions", equalTo(8), "process.assigned", contains(0, 1, 2, 3, 4, 5, 6, 7)));
    }

    @Test
    void an_unknown_queue_is_not_found() {
        when().get("/api/queues/nowhere").then().statusCode(404).body("fault", equalTo("QUEUE_UNKNOWN"));
    }

    @Test
    void the_list_of_all_queues_names_no_workers() {
        when().get("/api/queues")
                .then()
                .body("queues.find { it.queue == '" + HttpHandlers.SEEN + "' }.process.workers.some", hasSize(0));
    }
}
