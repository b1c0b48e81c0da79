package io.trireme.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trireme.TaskError;
import io.trireme.TaskProgress;
import java.util.Locale;
import java.util.Optional;

/** Where a task stands, as HTTP and the command line show it; the value is left out. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record TaskView(
        String id,
        String state,
        Optional<String> queue,
        Optional<Integer> attempts,
        Optional<String> worker,
        Optional<String> at,
        Optional<TaskProgress> progress,
        Optional<TaskError> error) {

    static TaskView of(TaskResult result) {
        boolean told = !result.isUntold();
        return new TaskView(
                result.id(),
                state(result),
                Optional.of(result.queue()).filter(queue -> told),
                Optional.of(result.attempts()).filter(attempts -> told),
                Optional.of(result.worker()).filter(worker -> told),
                Optional.of(result.at().toString()).filter(at -> told),
                result.progress(),
                result.error().map(TaskError::withoutStack));
    }

    static String state(TaskResult result) {
        return result.state().name().toLowerCase(Locale.ROOT);
    }
}
