package io.trireme.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trireme.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A timer as people see it.
 *
 * @param id the task's id
 * @param queue the queue that it goes to
 * @param type the task's type
 * @param due when, RFC 3339
 * @param key the task's key, read as text
 * @param cron the rule that it fires by, with its zone
 * @param attempt of a task that is to be tried again: the number of the attempt to come
 * @param lastFailure what the last one failed with
 * @param payload the task's payload, read as text; absent in a list
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record TimerView(
        String id,
        String queue,
        String type,
        String due,
        Optional<String> key,
        Optional<String> cron,
        Optional<String> attempt,
        Optional<String> lastFailure,
        Optional<String> payload) {
    static TimerView of(Timer timer) {
        return new TimerView(
                timer.id(),
                timer.queue(),
                timer.type(),
                timer.due().toString(),
                Optional.ofNullable(timer.key()).map(TimerView::text),
                timer.header(Headers.CRON)
                        .map(rule ->
                                rule + " (" + timer.header(Headers.CRON_ZONE).orElse("UTC") + ")"),
                timer.header(Headers.ATTEMPT),
                timer.header(Headers.LAST_FAILURE),
                Optional.ofNullable(timer.value()).map(TimerView::text));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
