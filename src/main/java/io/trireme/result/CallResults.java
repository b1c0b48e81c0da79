package io.trireme.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.trireme.Fault;
import io.trireme.TaskError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of several calls that were one task, as its result: JSON, so that each end has its own classes.
 *
 * @param values what the calls returned, in their order; null for one that did not
 * @param failures what those threw, by their place
 * @param left how many of the last calls were not made, since those before them took too long; none unless somebody asked for that
 * @param nanos how long those took that were made, if somebody asked
 */
public record CallResults<R>(
        @JsonProperty("values") List<@Nullable R> values,
        @JsonProperty("failures") @Nullable Map<Integer, Failure> failures,
        @JsonProperty("left") @JsonInclude(JsonInclude.Include.NON_DEFAULT) int left,
        @JsonProperty("nanos") @JsonInclude(JsonInclude.Include.NON_DEFAULT) long nanos) {
    private static final String SUFFIX = "[]";

    /** Whatever JSON it was read from: a handler of the user's own may have answered in the place of ours. */
    public CallResults {
        values = values == null ? List.of() : values;
    }

    /** Of calls that were all made. */
    public CallResults(List<@Nullable R> values, @Nullable Map<Integer, Failure> failures) {
        this(values, failures, 0, 0);
    }

    /** Of a task that failed as one: its calls are to be made each by itself. */
    public static CallResults<Object> none() {
        return new CallResults<>(List.of(), null);
    }

    /** The type of a task that is several calls of tasks of this type; its payload is an array of theirs. */
    public static String type(String each) {
        return each + SUFFIX;
    }

    /** What the call at this place threw, if it did. */
    public Optional<Failure> failure(int place) {
        return failures == null ? Optional.empty() : Optional.ofNullable(failures.get(place));
    }

    /**
     * What a call threw.
     *
     * @param again the number of the attempt that is to follow, as a task by itself; 0: none
     * @param pauseMillis for how long that is to wait
     */
    public record Failure(
            @JsonProperty("reason") Fault reason,
            @JsonProperty("exception") String exception,
            @JsonProperty("message") String message,
            @JsonProperty("stack") @Nullable String stack,
            @JsonProperty("again") int again,
            @JsonProperty("pauseMillis") long pauseMillis) {
        /** It has failed for good. */
        public static Failure forGood(TaskError error) {
            return new Failure(
                    error.reason(),
                    error.exception(),
                    error.message(),
                    error.stack().orElse(null),
                    0,
                    0);
        }

        /** It is to be tried again. */
        public static Failure again(int attempt, Duration pause, TaskError error) {
            return new Failure(error.reason(), error.exception(), error.message(), null, attempt, pause.toMillis());
        }

        /** Whether another attempt is to follow. */
        public boolean isToFollow() {
            return again > 0;
        }

        /** How it failed, as data. */
        public TaskError error() {
            return new TaskError(reason, exception, message, Optional.ofNullable(stack));
        }
    }
}
