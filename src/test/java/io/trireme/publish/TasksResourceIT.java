package io.trireme.publish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.trireme.app.HttpHandlers;
import io.trireme.app.HttpHandlers.Seen;
import io.trireme.testing.BrokerResource;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BrokerResource.class)
class TasksResourceIT {
    private static final String TASKS = "/api/queues/" + HttpHandlers.SEEN + "/tasks";
    private static final String BATCH = TASKS + ":batch";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String PROBLEM = "application/problem+json";

    @Inject
    HttpHandlers handlers;

    @Test
    void a_misspelt_parameter_is_refused_since_it_would_silently_give_the_order_up() {
        json("{}").queryParam("kee", "1").post(TASKS).then().statusCode(400).body("detail", containsString("'kee'"));
        json("{}")
                .queryParam("key", "1", "2")
                .post(TASKS)
                .then()
                .statusCode(400)
                .body("detail", containsString("'key'"));
    }

    @Test
    void a_task_is_published_as_it_came_and_the_receipt_says_where() {
        String body = " {\"a\" : [1, 2.50]} ";

        String id = json(body)
                .header("traceparent", TRACE)
                .header("X-Secret", "s")
                .queryParam("key", "k 1")
                .post(TASKS)
                .then()
                .statusCode(202)
                .body("queue", equalTo(HttpHandlers.SEEN), "partition", notNullValue(), "offset", notNullValue())
                .extract()
                .path("id");

        Seen seen = await().until(() -> handlers.seen().get(id), found -> found != null);
        assertThat(seen.payload()).isEqualTo(body);
        assertThat(seen.logContext()).isEqualTo(id);
        assertThat(seen.task().key()).contains("k 1");
        assertThat(seen.task().traceparent()).contains(TRACE);
        assertThat(seen.task().contentType()).contains("application/json");
        assertThat(seen.task().headers().keySet())
                .allMatch(name -> name.startsWith("ce_") || name.equals("content-type") || name.equals("traceparent"));
    }

    @Test
    void a_traceparent_that_is_none_is_not_passed_on() {
        String id = json("1").header("traceparent", "nonsense").post(TASKS).path("id");

        Seen seen = await().until(() -> handlers.seen().get(id), found -> found != null);
        assertThat(seen.task().traceparent()).isEmpty();
    }

    @Test
    void curl_without_a_content_type_sends_json() {
        body("{\"a\":1}", "application/x-www-form-urlencoded")
                .post(TASKS)
                .then()
                .statusCode(202);
    }

    @Test
    void any_other_content_type_passes_unseen() {
        String id = body("no { json", "text/plain").post(TASKS).path("id");

        Seen seen = await().until(() -> handlers.seen().get(id), found -> found != null);
        assertThat(seen.payload()).isEqualTo("no { json");
        assertThat(seen.task().contentType())
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    }

    @Test
    void malformed_json_is_refused_with_the_place() {
        problem(json("{\n \"a\": }").post(TASKS).then(), 400)
                .body("fault", equalTo("PAYLOAD_MALFORMED"), "detail", containsString("line 2, column"));
        problem(json("{} {}").post(TASKS).then(), 400).body("fault", equalTo("PAYLOAD_MALFORMED"));
    }

    @Test
    void an_empty_body_is_refused() {
        problem(given().post(TASKS).then(), 400).body("detail", containsString("empty"));
        problem(given().post(BATCH).then(), 400).body("detail", containsString("empty"));
    }

    @Test
    void an_unknown_queue_and_a_wrong_name_are_refused() {
        problem(json("1").post("/api/queues/nowhere/tasks").then(), 404).body("fault", equalTo("QUEUE_UNKNOWN"));
        problem(json("1\n2").post("/api/queues/nowhere/tasks:batch").then(), 404)
                .body("fault", equalTo("QUEUE_UNKNOWN"));
        problem(json("1").post("/api/queues/a b/tasks").then(), 400).body("fault", equalTo("QUEUE_NAME_WRONG"));
    }

    @Test
    void a_payload_over_the_brokers_limit_or_over_ours_is_refused() {
        problem(json('"' + "x".repeat(2_000_000) + '"').post(TASKS).then(), 413)
                .body("fault", equalTo("PAYLOAD_TOO_LARGE"));
        problem(json('"' + "x".repeat(16 * 1024 * 1024) + '"').post(TASKS).then(), 413)
                .body("detail", containsString("16777216"));
    }

    @Test
    void an_expiry_or_a_delay_that_cannot_be_is_refused() {
        problem(json("1").post(TASKS + "?delay=-5s").then(), 400).body("fault", equalTo("DELAY_WRONG"));
        problem(json("1").post(TASKS + "?at=tomorrow").then(), 400).body("fault", equalTo("DELAY_WRONG"));
        problem(json("1").post(TASKS + "?expires=yesterday").then(), 400).body("fault", equalTo("MOMENT_WRONG"));
        problem(json("1").post(TASKS + "?expires=2020-01-01T00:00:00Z").then(), 400)
                .body("fault", equalTo("MOMENT_WRONG"));
    }

    @Test
    void a_bad_line_of_a_batch_names_its_number_and_the_good_ones_are_published() {
        body("{\"id\":\"a\"}\n\n{\"id\":7}\nnonsense\n{\"other\":1}\n", "application/x-ndjson")
                .post(BATCH + "?key-field=id")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(2), "rejected", equalTo(2), "errors.line", contains(4, 5));
    }

    @Test
    void the_colon_of_a_batch_may_be_escaped_or_not() {
        for (String path : new String[] {BATCH, BATCH.replace(":", "%3A"), BATCH.replace(":", "%3a")}) {
            json("1")
                    .urlEncodingEnabled(false)
                    .post(path)
                    .then()
                    .statusCode(202)
                    .body("accepted", equalTo(1));
        }
    }

    @Test
    void a_batch_is_larger_than_any_window() {
        String lines =
                IntStream.range(0, 20_000).mapToObj(n -> "{\"n\":" + n + "}").collect(Collectors.joining("\n"));

        body(lines, "application/x-ndjson")
                .post(BATCH)
                .then()
                .statusCode(202)
                .body("accepted", equalTo(20_000), "rejected", equalTo(0), "errors", hasSize(0));
    }

    @Test
    void a_batch_takes_its_keys_from_one_place() {
        problem(json("1").post(BATCH + "?key=a&key-field=b").then(), 400).body("detail", containsString("key-field"));
    }

    private static RequestSpecification json(String body) {
        return body(body, ContentType.JSON.toString());
    }

    private static RequestSpecification body(String body, String contentType) {
        return given().config(AS_IT_IS).contentType(contentType).body(body.getBytes(StandardCharsets.UTF_8));
    }

    private static final RestAssuredConfig AS_IT_IS = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.TEXT)
                    .encodeContentTypeAs("application/x-ndjson", ContentType.TEXT));

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(PROBLEM).body("status", equalTo(status), "type", notNullValue());
    }
}
