package io.trireme.observe;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.trireme.app.HttpHandlers;
import io.trireme.testing.BrokerResource;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BrokerResource.class)
class ProbesIT {
    @TestHTTPResource(management = true)
    URI management;

    @Test
    void live_says_per_queue_what_it_saw() {
        String loops = "checks.find { it.name.contains('poll loops') }.data.'" + HttpHandlers.SEEN;
        await().untilAsserted(() -> ask("/health/live") // at first it is starting
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body(loops + ".state'", equalTo("running"))
                .body(loops + ".last-turn'", containsString("ms ago")));
    }

    @Test
    void ready_means_joined_and_the_brokers_answer() {
        await().untilAsserted(() -> ask("/health/ready")
                .statusCode(200)
                .body(
                        "checks.find { it.name.contains('works on its queues') }.data.'" + HttpHandlers.SEEN
                                + ".joined'",
                        equalTo(true))
                .body("checks.find { it.name.contains('works on its queues') }.data.brokers", equalTo("answer")));
    }

    @Test
    void started_names_the_queues() {
        ask("/health/started")
                .statusCode(200)
                .body("checks.find { it.name.contains('is started') }.data.queues", containsString(HttpHandlers.SEEN));
    }

    @Test
    void the_meters_count_what_was_published_and_settled() {
        List<String> counters = List.of(
                "trireme_tasks_published_total{queue=\"http-seen\"}",
                "trireme_tasks_started_total{queue=\"http-seen\"}",
                "trireme_tasks_settled_total{outcome=\"done\",queue=\"http-seen\"}");
        await().untilAsserted(() -> when().get("/api/queues/" + HttpHandlers.SEEN)
                .then()
                .body("depth", equalTo(0))); // what other tests published is settled
        List<Double> before = counters.stream().map(this::value).toList();

        given().contentType("application/json")
                .body("1")
                .post("/api/queues/" + HttpHandlers.SEEN + "/tasks")
                .then()
                .statusCode(202);

        await().untilAsserted(() -> assertThat(counters.stream().map(this::value))
                .containsExactlyElementsOf(
                        before.stream().map(count -> count + 1).toList()));
        for (String meter : new String[] {
            "trireme_task_duration_seconds_count{queue=\"http-seen\"}",
            "trireme_tasks_in_flight{queue=\"http-seen\"}",
            "trireme_tasks_in_flight_bytes{queue=\"http-seen\"}",
            "trireme_watermark_age_seconds{queue=\"http-seen\"}",
            "trireme_queue_rate{queue=\"http-seen\"}",
        }) {
            ask("/metrics").statusCode(200).body(containsString(meter));
        }
    }

    @Test
    void the_meters_of_whole_queues_come_with_the_scrapes() {
        await().untilAsserted(() -> {
            String scrape = ask("/metrics").extract().asString();
            assertThat(scrape)
                    .contains("trireme_queue_figures_age_seconds")
                    .contains("trireme_queue_unsettled{queue=\"http-seen\"}")
                    .contains("trireme_queue_oldest_age_seconds{queue=\"http-seen\"}")
                    .containsPattern("trireme_queue_drain_seconds\\{queue=\"http-seen\"} \\d");
        });
    }

    private double value(String counter) {
        return ask("/metrics")
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith(counter + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(counter.length() + 1)))
                .sum();
    }

    private ValidatableResponse ask(String path) {
        return given().get(management.resolve("/q" + path)).then();
    }
}
