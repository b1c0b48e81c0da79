package io.trireme.wire;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.trireme.Fault;
import io.trireme.TriremeException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An error as HTTP shows it: RFC 9457.
 *
 * @param type names the kind of problem; {@code about:blank} when the status says it all
 * @param title the kind in words, the same for every problem of the type
 * @param status the HTTP status
 * @param detail one sentence about this very problem, and the way out
 * @param fault the entry of the catalogue {@link Fault}, if it is one
 * @param members what else there is to say, by name
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        Optional<Fault> fault,
        @JsonAnyGetter Map<String, Object> members) {
    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:trireme:fault:";
    private static final String RETRY_AFTER_SECONDS = "5";

    public Problem {
        members = Map.copyOf(members);
    }

    /** A problem of the catalogue. */
    public static Problem of(TriremeException failure) {
        Fault fault = failure.fault();
        String name = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Problem(
                TYPE_PREFIX + name,
                sentence(name),
                status(fault),
                String.valueOf(failure.getMessage()),
                Optional.of(fault),
                Map.of());
    }

    /** A problem that its status names. */
    public static Problem of(int status, String detail) {
        var known = Response.Status.fromStatusCode(status);
        return new Problem(
                "about:blank",
                known == null ? "Status " + status : known.getReasonPhrase(),
                status,
                detail,
                Optional.empty(),
                Map.of());
    }

    /** The same problem, saying this too. */
    public Problem with(Map<String, Object> more) {
        return new Problem(type, title, status, detail, fault, more);
    }

    /** The same problem in other words. */
    public Problem saying(String other) {
        return new Problem(type, title, status, other, fault, members);
    }

    /** The answer that carries the problem. */
    public Response response() {
        var response = Response.status(status).type(MEDIA_TYPE).entity(this);
        if (status == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    /** The problem, to be thrown by a resource. */
    public WebApplicationException asException() {
        return new WebApplicationException(detail, response());
    }

    private static int status(Fault fault) {
        return switch (fault) {
            case QUEUE_UNKNOWN,
                    LETTER_UNKNOWN,
                    TIMER_UNKNOWN,
                    STATE_UNKNOWN,
                    TASK_UNKNOWN,
                    RESULT_UNKNOWN,
                    RESULT_NOT_BY_ID -> 404;
            case QUEUE_NAME_WRONG,
                    NAME_WRONG,
                    STATE_NAME_WRONG,
                    STATE_VALUE_WRONG,
                    CONCURRENCY_WRONG,
                    PAYLOAD_MALFORMED,
                    UNENCODABLE,
                    UNDECODABLE,
                    NO_PAYLOAD,
                    NO_HANDLER,
                    REJECTED,
                    HEADER_MALFORMED,
                    DELAY_WRONG,
                    TASK_ID_WRONG,
                    MOMENT_WRONG,
                    CRON_WRONG -> 400;
            case REDRIVE_OVERTAKEN, STATE_OTHER_KIND, STATE_OTHER_SHAPE, STATE_OVER_BOUND -> 409;
            case RESULT_OVERDUE -> 504;
            case PAYLOAD_TOO_LARGE, STATE_TOO_LARGE -> 413;
            case BUFFER_FULL,
                    NOT_PUBLISHED,
                    BROKER_UNAVAILABLE,
                    SCHEDULE_MISSING,
                    CONTROL_MISSING,
                    STATE_MISSING,
                    STATE_UNANSWERED,
                    STATE_TOO_MANY_SESSIONS,
                    STATE_TOO_MANY_CALLS,
                    STATE_FORMAT,
                    RESULTS_MISSING,
                    TOO_MANY_WAITING,
                    TOO_MANY_LOOKUPS,
                    RESULT_TOO_FAR,
                    CALLER_CLOSED -> 503;
            case HANDLER_UNUSABLE,
                    HANDLER_TWICE,
                    COMMAND_UNUSABLE,
                    COMMAND_FAILED,
                    COMMAND_FLOODS,
                    COMMAND_ASTRAY,
                    CHILD_UNUSABLE,
                    CHILD_LOST,
                    CHILD_PAYLOAD_TOO_LARGE,
                    CHILD_RESULT_TOO_LARGE,
                    SHARED_MEMORY_WRONG,
                    HTTP_UNGUARDED,
                    TOKENS_WRONG,
                    SETTING_WRONG,
                    CHANNEL_WRONG,
                    SETTING_REFUSED,
                    QUEUE_WITHOUT_HANDLER,
                    TOPIC_MISSING,
                    TOPIC_UNFIT,
                    STREAMS_MISSING,
                    SCHEDULE_UNREACHABLE,
                    CRON_PAYLOAD,
                    STATE_NOT_UNDERSTOOD,
                    RETRIES_WRONG,
                    ABORTED,
                    EXPIRED,
                    CANCELLED,
                    TOO_MANY_PARKED,
                    KILLED_PROCESS,
                    TIMED_OUT,
                    SNOOZED_TOO_LONG,
                    RESULT_UNENCODABLE,
                    RESULT_TOO_LARGE,
                    RESULT_UNREADABLE,
                    ATTEMPT_FAILED,
                    LINK_TOO_LARGE,
                    ATTEMPTS_EXHAUSTED -> 500;
        };
    }

    private static String sentence(String name) {
        String words = name.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
