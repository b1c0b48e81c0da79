package io.trireme.access;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.trireme.access.Endpoints.Endpoint;
import io.trireme.consume.HandlerFormsIT;
import io.trireme.testing.BrokerResource;
import io.trireme.wire.SharedAdmin;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The HTTP face of a process with tokens, called as strangers would. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
@TestProfile(HandlerFormsIT.OnlyThese.class)
public class AccessIT {
    static final String QUEUE = "access-mail";

    private static final String OTHER = "access-other";
    private static final String PROBLEM = "application/problem+json";
    private static final Random RANDOM = new Random(8);
    private static final String VIEWER = Token.make(RANDOM);
    private static final String PUBLISHER = Token.make(RANDOM);
    private static final String OPERATOR = Token.make(RANDOM);
    private static final String BOUND = Token.make(RANDOM);
    private static final String UNKNOWN = Token.make(RANDOM);
    private static final Path FILE = Path.of("target", "access-it-tokens");

    @Inject
    SharedAdmin admin;

    @TestHTTPResource
    URI http;

    @TestHTTPResource(management = true)
    URI management;

    /** What the profile of this test sets {@code trireme.http.tokens-file} to. */
    public static String tokensFile() {
        try {
            return Files.writeString(FILE, lines()).toString();
        } catch (IOException unwritable) {
            throw new IllegalStateException(unwritable);
        }
    }

    private static String lines() {
        return line("eye viewer *", VIEWER)
                + line("shop publisher *", PUBLISHER)
                + line("chief operator *", OPERATOR)
                + line("clerk viewer,publisher,operator " + OTHER, BOUND);
    }

    private static String line(String start, String token) {
        return start + " " + Token.written(Token.hash(token)) + "\n";
    }

    @ParameterizedTest
    @FieldSource("io.trireme.access.Endpoints#ALL")
    void who_may_not_call_an_endpoint_is_told_so(Endpoint endpoint) {
        for (RequestSpecification nobody :
                List.of(given(), with(UNKNOWN), given().auth().basic("eye", VIEWER))) {
            nobody.request(endpoint.method(), endpoint.path())
                    .then()
                    .statusCode(401)
                    .contentType(PROBLEM)
                    .header("WWW-Authenticate", startsWith("Bearer"));
        }
        Stream.of(CallerRole.values())
                .filter(role -> !endpoint.isFor(role))
                .forEach(role -> with(role == CallerRole.VIEWER ? VIEWER : PUBLISHER)
                        .request(endpoint.method(), endpoint.path())
                        .then()
                        .statusCode(403)
                        .contentType(PROBLEM)
                        .body("detail", containsString("it needs the role")));
        if (endpoint.isKeptToItsPath()) {
            with(BOUND)
                    .request(endpoint.method(), endpoint.path())
                    .then()
                    .statusCode(403)
                    .body("detail", containsString("for some queues only"));
        }
    }

    @Test
    void every_role_is_let_in_where_it_may_call() {
        with(VIEWER).get("/api/schedule?limit=0").then().statusCode(400);
        with(PUBLISHER).get("/api/tasks/x/result").then().statusCode(404);
        with(PUBLISHER)
                .contentType("application/json")
                .body("{")
                .post("/api/queues/" + QUEUE + "/tasks")
                .then()
                .statusCode(400);
        with(OPERATOR)
                .contentType("application/json")
                .body("{")
                .post("/api/queues/" + QUEUE + "/tasks")
                .then()
                .statusCode(400);
        with(OPERATOR).post("/api/queues/" + QUEUE + "/concurrency").then().statusCode(400);
        with(BOUND).post("/api/queues/" + OTHER + "/concurrency").then().statusCode(400);
    }

    @Test
    void a_caller_with_some_queues_sees_no_others_in_the_list_and_names_no_other() throws Exception {
        admin.client()
                .createTopics(Stream.of(QUEUE, QUEUE + ".dead", OTHER, OTHER + ".dead")
                        .map(name -> new NewTopic(name, 1, (short) 1))
                        .toList())
                .all()
                .get();

        await().untilAsserted(() ->
                with(BOUND).get("/api/queues").then().statusCode(200).body("queues.queue", contains(OTHER)));
        with(BOUND)
                .post("/api/queues/" + OTHER + "/dead/redrive?all=true&to=" + QUEUE)
                .then()
                .statusCode(403)
                .body("detail", containsString(QUEUE));
    }

    @Test
    void an_endpoint_that_nobody_was_allowed_is_closed() {
        with(OPERATOR).get("/api/fault-of-a-test").then().statusCode(403);
    }

    @Test
    void a_refusal_is_logged_with_who_and_what_and_without_the_token() {
        var lines = new CopyOnWriteArrayList<String>();
        Logger log = Logger.getLogger("io.trireme.access.refused");
        Handler keeper = keeper(lines);
        log.addHandler(keeper);
        try {
            await().untilAsserted(
                            () -> { // ten lines a second are logged at most, and other tests are refused too
                                with(UNKNOWN)
                                        .post("/api/queues/" + QUEUE + "/pause")
                                        .then()
                                        .statusCode(401);
                                with(VIEWER)
                                        .post("/api/queues/" + QUEUE + "/pause?secret=1")
                                        .then()
                                        .statusCode(403);
                                assertThat(lines)
                                        .anyMatch(line -> line.contains(
                                                "POST /api/queues/" + QUEUE + "/pause from 127.0.0.1 to eye"));
                            });
        } finally {
            log.removeHandler(keeper);
        }

        assertThat(lines).noneMatch(line -> line.contains("secret"));
        assertThat(lines).noneMatch(line -> line.contains(VIEWER) || line.contains(UNKNOWN));
    }

    @Test
    void a_token_that_is_put_into_the_file_is_in_force_without_a_restart() throws IOException {
        String added = Token.make(RANDOM);
        Files.writeString(FILE, lines() + line("new viewer *", added));

        await().untilAsserted(
                        () -> with(added).get("/api/schedule?limit=0").then().statusCode(400));
    }

    @Test
    void a_body_beyond_its_bound_is_refused_before_it_is_read() throws Exception {
        byte[] large = new byte[2_001];

        with(OPERATOR)
                .body(large)
                .put("/api/queues/" + QUEUE + "/dead/x")
                .then()
                .statusCode(413);
        with(OPERATOR)
                .body(large)
                .post("/api/queues/" + QUEUE + "/tasks")
                .then()
                .statusCode(413);
        with(OPERATOR)
                .body(new byte[4_001])
                .post("/api/queues/" + QUEUE + "/tasks:batch")
                .then()
                .statusCode(413)
                .body("detail", containsString("Nothing was published"));

        var chunked = HttpRequest.newBuilder(http.resolve("/api/queues/" + QUEUE + "/dead/x"))
                .header("Authorization", "Bearer " + OPERATOR)
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(chunked, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(411);
        }
    }

    @Test
    void the_management_port_has_probes_and_metrics_only() {
        when().get(management.resolve("/q/health/live")).then().body("status", equalTo("UP"));
        when().get(management.resolve("/q/metrics")).then().statusCode(200);
        with(OPERATOR).get(management.resolve("/api/queues")).then().statusCode(404);
        with(OPERATOR).get("/q/metrics").then().statusCode(404);
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static Handler keeper(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(
                        record instanceof org.jboss.logmanager.ExtLogRecord formatted
                                ? formatted.getFormattedMessage()
                                : record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
