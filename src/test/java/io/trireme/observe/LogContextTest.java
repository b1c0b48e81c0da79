package io.trireme.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Outcome;
import io.trireme.wire.LogFields;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class LogContextTest {
    private final LogContext context = new LogContext();
    private final List<String> seen = new ArrayList<>();

    @Test
    void lines_of_an_attempt_have_id_type_and_queue_and_those_after_it_have_none() throws Exception {
        attempt("a");
        attempt("b");

        assertThat(seen).containsExactly("a type-of-a queue", "b type-of-b queue");
        assertThat(now()).isBlank();
    }

    @Test
    void a_handler_that_clears_the_log_context_does_not_spoil_it_for_the_next() throws Exception {
        context.around(new FakeTask("a"), task -> {
            MDC.clear();
            return Outcome.Done.with(null);
        });
        attempt("b");

        assertThat(seen).containsExactly("b type-of-b queue");
    }

    @Test
    void an_attempt_that_throws_leaves_nothing_behind() {
        assertThatThrownBy(() -> context.around(new FakeTask("a"), task -> {
            throw new IllegalStateException("boom");
        }));

        assertThat(now()).isBlank();
    }

    private void attempt(String id) throws Exception {
        context.around(new FakeTask(id), task -> {
            seen.add(now());
            return Outcome.Done.with(null);
        });
    }

    private static String now() {
        return text(LogFields.TASK_ID) + " " + text(LogFields.TASK_TYPE) + " " + text(LogFields.TASK_QUEUE);
    }

    private static String text(String key) {
        Object value = MDC.get(key);
        return value == null ? "" : value.toString();
    }
}
