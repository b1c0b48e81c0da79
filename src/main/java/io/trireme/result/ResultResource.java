package io.trireme.result;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.trireme.TaskError;
import io.trireme.TaskFailed;
import io.trireme.TaskState;
import io.trireme.access.Access;
import io.trireme.access.Allows;
import io.trireme.access.CallerRole;
import io.trireme.wire.Moments;
import io.trireme.wire.Problem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;

/**
 * Where a task stands and what came out of it, over HTTP. Blocks on virtual threads. Its path is as short as that of the
 * class which revokes tasks: the longer one would hide the other.
 */
@Path("/api")
@RunOnVirtualThread
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class ResultResource {
    /** The longest that a request may wait. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final int FAILED = 422;
    private static final int GONE = 410;

    private final Results results;
    private final Access access;

    ResultResource(Results results, Access access) {
        this.results = results;
        this.access = access;
    }

    /** Where it stands. */
    @Allows(
            value = {CallerRole.VIEWER, CallerRole.PUBLISHER},
            queues = Allows.Queues.OF_THE_ANSWER)
    @GET
    @Path("/tasks/{id}")
    @Produces(ResultValue.JSON)
    public TaskView state(@PathParam("id") String id) {
        return TaskView.of(allowed(results.find(id)));
    }

    /** What came out of it: the value as it was returned, nothing yet, or what went wrong. */
    @Allows(
            value = {CallerRole.VIEWER, CallerRole.PUBLISHER},
            queues = Allows.Queues.OF_THE_ANSWER)
    @GET
    @Path("/tasks/{id}/result")
    public Response result(@PathParam("id") String id, @QueryParam("wait") Optional<String> wait)
            throws InterruptedException {
        Duration longest = wait.map(ResultResource::duration).orElse(Duration.ZERO);
        TaskResult found = allowed(longest.isZero() ? results.find(id) : results.await(id, longest));
        if (found.state().isFinal() && found.error().isPresent()) {
            return failed(found, found.error().get());
        }
        return found.value()
                .map(value -> Response.ok(value.bytes(), value.contentType()).build())
                .orElseGet(() -> Response.noContent().build());
    }

    private TaskResult allowed(TaskResult result) {
        if (!result.isUntold()) {
            access.requireQueue(result.queue());
        }
        return result;
    }

    private static Response failed(TaskResult found, TaskError error) {
        var members = new HashMap<String, Object>();
        members.put("state", TaskView.state(found));
        members.put("attempts", found.attempts());
        members.put("reason", error.reason());
        members.put("exception", error.exception());
        members.put("message", error.message());
        error.stack().ifPresent(stack -> members.put("stack", stack));
        String sentence = String.valueOf(new TaskFailed(found.id(), found.state(), error).getMessage());
        return Problem.of(found.state() == TaskState.FAILED ? FAILED : GONE, sentence)
                .with(members)
                .response();
    }

    private static Duration duration(String text) {
        Duration wait = Moments.length(text);
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            throw Problem.of(
                            400,
                            "The parameter 'wait' is " + text + "; wait for at most " + LONGEST_WAIT.toSeconds()
                                    + "s, and ask again.")
                    .asException();
        }
        return wait;
    }
}
