package io.trireme.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.trireme.access.Allows;
import io.trireme.access.CallerRole;
import io.trireme.wire.Problem;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;

/** Revoking and cancelling over HTTP. */
@Path("/api")
@Produces("application/json")
@RunOnVirtualThread
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class RevokeResource {
    private final Control control;

    RevokeResource(Control control) {
        this.control = control;
    }

    /**
     * What was ordered. Not what came of it: whether there is such a task, or will be, no process can know.
     *
     * @param until when the order ends
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Revoked(Optional<String> task, Optional<String> group, Instant until, String ordered) {
        private static final String ORDERED =
                "does not start before then; where it runs it is asked to stop. What is done stays done.";
    }

    /** Revokes a task, and cancels it where it runs. */
    @Allows(CallerRole.OPERATOR)
    @DELETE
    @Path("/tasks/{id}")
    public Response task(@PathParam("id") String id) {
        Instant until = control.revoke(id);
        return Response.accepted(new Revoked(Optional.of(id), Optional.empty(), until, "The task " + Revoked.ORDERED))
                .build();
    }

    /** Revokes all tasks of a group, and cancels those that run. */
    @Allows(CallerRole.OPERATOR)
    @DELETE
    @Path("/tasks")
    public Response group(@QueryParam("group") Optional<String> group) {
        String name = group.orElseThrow(() -> Problem.of(
                        400, "Say which tasks: DELETE /api/tasks/{id} for one, DELETE /api/tasks?group= for a group.")
                .asException());
        Instant until = control.revokeGroup(name);
        return Response.accepted(
                        new Revoked(Optional.empty(), group, until, "Each task of the group " + Revoked.ORDERED))
                .build();
    }
}
