package io.trireme.deadletter;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trireme.app.HttpHandlers;
import io.trireme.testing.BrokerResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(BrokerResource.class)
class DeadLettersResourceIT {
    private static final String QUEUE = "/api/queues/" + HttpHandlers.PICKY;
    private static final String DEAD = QUEUE + "/dead";

    @Test
    void a_letter_is_found_shown_edited_and_put_back() {
        String id = publish("bad");
        await().untilAsserted(() -> when().get(DEAD + "?id=" + id)
                .then()
                .statusCode(200)
                .body("letters", hasSize(1), "more", equalTo(false))
                .body("letters[0].reason", equalTo("REJECTED"))
                .body("letters[0].message", equalTo("bad is not good")));
        when().get(DEAD + "/" + id)
                .then()
                .body("detail.payload", equalTo("\"bad\""), "detail.stack", containsString("HttpHandlers"));

        given().body("\"good\"").put(DEAD + "/" + id).then().statusCode(204);
        when().post(DEAD + "/redrive?id=" + id + "&dry-run=true")
                .then()
                .body("matched", equalTo(1), "moved", equalTo(0));
        when().post(DEAD + "/redrive?id=" + id).then().statusCode(200).body("moved", equalTo(1));

        when().get(DEAD + "/" + id).then().statusCode(404).body("fault", equalTo("LETTER_UNKNOWN"));
        await().untilAsserted(() -> when().get(QUEUE).then().body("depth", equalTo(0)));
        when().get(DEAD + "?id=" + id).then().body("letters", hasSize(0));
    }

    @Test
    void a_letter_is_purged() {
        String id = publish("worse");
        await().untilAsserted(() -> when().get(DEAD + "?id=" + id).then().body("letters", hasSize(1)));

        when().delete(DEAD + "?id=" + id).then().statusCode(200).body("moved", equalTo(1));

        when().get(DEAD + "?id=" + id).then().body("letters", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/redrive,Say which letters",
        "DELETE,'',Say which letters",
        "DELETE,?all=true&reason=REJECTED,Say which letters",
        "GET,?limit=0,'limit'",
        "GET,?from=yesterday,neither a duration",
        "POST,/redrive?all=true&rate=0,'rate'"
    })
    void a_request_that_says_too_little_or_nonsense_is_refused(String method, String rest, String says) {
        given().request(method, DEAD + rest)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(says));
    }

    private static String publish(String payload) {
        return given().contentType("application/json")
                .body("\"" + payload + "\"")
                .post(QUEUE + "/tasks")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }
}
