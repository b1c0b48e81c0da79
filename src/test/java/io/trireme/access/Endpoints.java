package io.trireme.access;

import static io.trireme.access.CallerRole.OPERATOR;
import static io.trireme.access.CallerRole.PUBLISHER;
import static io.trireme.access.CallerRole.VIEWER;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Who may call what, once more and in one place: a new endpoint, or another role, has to be written here too. */
final class Endpoints {
    static final List<Endpoint> ALL = List.of(
            endpoint("GET /api/queues", VIEWER),
            endpoint("GET /api/queues/{queue}", VIEWER),
            endpoint("GET /api/queues/{queue}/running", VIEWER),
            endpoint("GET /api/queues/{queue}/dead", VIEWER),
            endpoint("GET /api/queues/{queue}/dead/{id}", VIEWER),
            endpoint("GET /api/schedule", VIEWER),
            endpoint("GET /api/schedule/{id}", VIEWER),
            endpoint("GET /api/state", VIEWER),
            endpoint("GET /api/state/{name}", VIEWER),
            endpoint("GET /api/tasks/{id}", VIEWER, PUBLISHER),
            endpoint("GET /api/tasks/{id}/result", VIEWER, PUBLISHER),
            endpoint("GET /api/tasks/{id}/progress", VIEWER, PUBLISHER),
            endpoint("POST /api/queues/{queue}/tasks", PUBLISHER),
            endpoint("POST /api/queues/{queue}/{batch: tasks(?::|%3[Aa])batch}", PUBLISHER),
            endpoint("POST /api/queues/{queue}/pause", OPERATOR),
            endpoint("POST /api/queues/{queue}/resume", OPERATOR),
            endpoint("POST /api/queues/{queue}/concurrency", OPERATOR),
            endpoint("DELETE /api/queues/{queue}/concurrency", OPERATOR),
            endpoint("DELETE /api/queues/{queue}/tasks", OPERATOR),
            endpoint("PUT /api/queues/{queue}/dead/{id}", OPERATOR),
            endpoint("POST /api/queues/{queue}/dead/redrive", OPERATOR),
            endpoint("DELETE /api/queues/{queue}/dead", OPERATOR),
            endpoint("DELETE /api/tasks/{id}", OPERATOR),
            endpoint("DELETE /api/tasks", OPERATOR),
            endpoint("PUT /api/schedule/cron/{name}", OPERATOR),
            endpoint("DELETE /api/schedule/cron/{name}", OPERATOR),
            endpoint("DELETE /api/schedule/{id}", OPERATOR),
            endpoint("DELETE /api/state/{name}/holder", OPERATOR));

    /** The endpoints that look at their answer's queues themselves. */
    static final Set<String> OF_THE_ANSWER = Set.of(
            "GET /api/queues", "GET /api/tasks/{id}", "GET /api/tasks/{id}/result", "GET /api/tasks/{id}/progress");

    private Endpoints() {}

    /** @param call method and path, as the code has it */
    record Endpoint(String call, Set<CallerRole> roles) {
        String method() {
            return call.substring(0, call.indexOf(' '));
        }

        /** A path that this endpoint answers. */
        String path() {
            return call.substring(call.indexOf(' ') + 1)
                    .replace("{queue}", AccessIT.QUEUE)
                    .replaceAll("\\{batch: .*}", "tasks:batch")
                    .replaceAll("\\{\\w+}", "some");
        }

        boolean isFor(CallerRole role) {
            return role == OPERATOR || roles.contains(role);
        }

        /** Whether a token for another queue is refused at once. */
        boolean isKeptToItsPath() {
            return !OF_THE_ANSWER.contains(call);
        }

        @Override
        public String toString() {
            return call;
        }
    }

    private static Endpoint endpoint(String call, CallerRole first, CallerRole... more) {
        return new Endpoint(call, EnumSet.of(first, more));
    }
}
