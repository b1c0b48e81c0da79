package io.trireme.app;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trireme.testing.BrokerResource;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(BrokerResource.class)
class ProblemsIT {
    private static final String PROBLEM = "application/problem+json";

    @ParameterizedTest
    @CsvSource({"/api", "/api/", "/api/nothing", "/api/queues/q/nothing"})
    void an_unknown_path_is_a_problem(String path) {
        given().get(path).then().statusCode(404).contentType(PROBLEM).body("detail", containsString(path));
    }

    @Test
    void a_wrong_method_and_an_answer_that_cannot_be_given_are_problems() {
        given().put("/api/queues/q/tasks").then().statusCode(405).contentType(PROBLEM);
        given().accept("text/html").get("/api/queues").then().statusCode(406).contentType(PROBLEM);
        given().header("Content-Type", "nonsense")
                .body("1".getBytes(StandardCharsets.US_ASCII))
                .post("/api/queues/q/tasks")
                .then()
                .statusCode(400)
                .contentType(PROBLEM);
    }

    @Test
    void what_nobody_expected_tells_an_id_and_nothing_of_the_inside() {
        given().get("/api/fault-of-a-test")
                .then()
                .statusCode(500)
                .contentType(PROBLEM)
                .body("instance", startsWith("urn:uuid:"))
                .body(not(containsString("secret")));
    }

    @Path("/api/fault-of-a-test")
    public static class Faulty {
        @GET
        public String fail() {
            throw new IllegalStateException("secret");
        }
    }

    @Test
    void errors_outside_of_the_api_are_left_alone() {
        given().get("/nothing").then().statusCode(404).contentType(not(equalTo(PROBLEM)));
    }
}
