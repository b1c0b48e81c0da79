package io.trireme.state;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trireme.testing.BrokerResource;
import io.trireme.testing.SharedBroker;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** From the annotation on: found at build time, called by the engine under a lock that another process holds for the cluster. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class ExclusiveHandlerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TASKS = 8;

    @Inject
    ExclusiveTasks tasks;

    @Test
    void attempts_of_an_exclusive_handler_run_one_at_a_time_each_with_a_larger_token() {
        try (var states = States.start(SharedBroker.bootstrapServers(), 0)) {
            await().atMost(PATIENCE).until(states::isRunning);
            for (int i = 0; i < TASKS; i++) {
                given().body("1")
                        .post("/api/queues/" + ExclusiveTasks.QUEUE + "/tasks")
                        .then()
                        .statusCode(202);
            }

            await().atMost(PATIENCE).until(() -> tasks.tokens().size() == TASKS);

            assertThat(tasks.tokens()).isSorted().doesNotHaveDuplicates();
            assertThat(tasks.most()).isEqualTo(1);
        }
    }
}
