package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trireme.Fault;
import io.trireme.MissedFirings;
import io.trireme.TriremeException;
import io.trireme.retry.RetryOverride;
import io.trireme.wire.PayloadCodec;
import jakarta.enterprise.invoke.Invoker;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandlerMethodTest {
    private static final Invoker<Object, Object> ECHO = (instance, arguments) -> Arrays.asList(arguments);
    private static final String CONTEXT = HandlerSpec.CONTEXT;

    @Test
    void the_context_may_stand_anywhere() throws Exception {
        HandlerTask one = HandlerTask.json("1");
        HandlerTask two = HandlerTask.json("[1,2]");

        assertThat(echo(one, "int")).isEqualTo(List.of(1));
        assertThat(echo(one, "int", CONTEXT)).isEqualTo(List.of(1, one));
        assertThat(echo(one, CONTEXT, "int")).isEqualTo(List.of(one, 1));
        assertThat(echo(two, "int", "int")).isEqualTo(List.of(1, 2));
        assertThat(echo(two, CONTEXT, "int", "int")).isEqualTo(List.of(two, 1, 2));
        assertThat(echo(two, "int", CONTEXT, "int")).isEqualTo(List.of(1, two, 2));
        assertThat(echo(two, "int", "int", CONTEXT)).isEqualTo(List.of(1, 2, two));
    }

    @Test
    void a_method_without_payload_takes_any_record() throws Exception {
        HandlerTask tombstone = HandlerTask.tombstone();

        assertThat(echo(tombstone)).isEqualTo(List.of());
        assertThat(echo(HandlerTask.text("{").as("image/png"))).isEqualTo(List.of());
        assertThat(echo(tombstone, CONTEXT)).isEqualTo(List.of(tombstone));
    }

    @Test
    void no_payload_says_which_handler_needs_one() {
        for (List<String> parameters : List.of(List.of("int"), List.of("int", "int"))) {
            var failure = failure(handler(ECHO, parameters), HandlerTask.tombstone());

            assertThat(failure.fault()).isEqualTo(Fault.NO_PAYLOAD);
            assertThat(failure)
                    .hasMessageStartingWith("Task task-7 has no payload, which handler com.acme.Images#work");
        }
    }

    @Test
    void an_unreadable_payload_says_what_it_should_be() {
        var one = failure(handler(ECHO, List.of("java.util.List<java.lang.Integer>")), HandlerTask.json("[x]"));
        var two = failure(handler(ECHO, List.of("int", "java.lang.String")), HandlerTask.json("[1]"));

        assertThat(one.fault()).isEqualTo(Fault.UNDECODABLE);
        assertThat(one).hasMessageStartingWith("The payload of task task-7 cannot be read as List<Integer>: ");
        assertThat(two.fault()).isEqualTo(Fault.UNDECODABLE);
        assertThat(two)
                .hasMessage("The payload of task task-7 cannot be read as an array of (int, String): the array has 1"
                        + " elements, the method takes 2");
    }

    @Test
    void what_the_method_throws_comes_out_itself() {
        var thrown = new IOException("disk full");
        Handler handler = handler(
                (instance, arguments) -> {
                    throw thrown;
                },
                List.of());

        assertThatThrownBy(() -> handler.handle(HandlerTask.tombstone())).isSameAs(thrown);
    }

    private static Object echo(HandlerTask task, String... parameters) throws Exception {
        return handler(ECHO, List.of(parameters)).handle(task);
    }

    private static HandlerMethod handler(Invoker<Object, Object> invoker, List<String> parameters) {
        var spec = new HandlerSpec(
                "images",
                "shrink",
                "com.acme.Images#work",
                RetryOverride.NONE,
                Optional.empty(),
                Optional.empty(),
                HandlerSpec.Returns.VALUE,
                parameters);
        return new HandlerMethod(spec, invoker, new PayloadCodec(new JsonMapper()));
    }

    @Test
    void a_cron_rule_that_publishes_what_the_method_does_not_take_fails_the_start() {
        for (String payload : List.of("", "{", "\"seven\"", "[1]")) {
            assertThatThrownBy(() -> withCron(payload, "int").check())
                    .isInstanceOfSatisfying(TriremeException.class, wrong -> assertThat(wrong.fault())
                            .isEqualTo(Fault.CRON_PAYLOAD))
                    .hasMessageStartingWith("@Cron of handler com.acme.Images#work has ");
        }
        withCron("7", "int").check();
        withCron("[7, 8]", "int", CONTEXT, "int").check();
        withCron("", CONTEXT).check();
        withCron("", "[B").check();
        handler(ECHO, List.of("int")).check();
    }

    private static HandlerMethod withCron(String payload, String... parameters) {
        var spec = new HandlerSpec(
                "images",
                "shrink",
                "com.acme.Images#work",
                RetryOverride.NONE,
                Optional.of(new HandlerCron("* * * * *", "UTC", MissedFirings.ONE, payload)),
                Optional.empty(),
                HandlerSpec.Returns.VALUE,
                List.of(parameters));
        return new HandlerMethod(spec, ECHO, new PayloadCodec(new JsonMapper()));
    }

    private static TriremeException failure(Handler handler, HandlerTask task) {
        return catchThrowableOfType(TriremeException.class, () -> handler.handle(task));
    }
}
