package io.trireme.control;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.trireme.access.Allows;
import io.trireme.access.CallerRole;
import io.trireme.wire.Problem;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Orders over HTTP. */
@Path("/api")
@RunOnVirtualThread
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class ControlResource {
    private final Control control;

    ControlResource(Control control) {
        this.control = control;
    }

    /** Pauses a queue in all processes. */
    @Allows(CallerRole.OPERATOR)
    @POST
    @Path("/queues/{queue}/pause")
    public void pause(@PathParam("queue") String queue) {
        control.pause(queue);
    }

    /** What a purge covers at most: what runs is among it, and goes on. */
    record Purged(String queue, long tasks) {}

    /** Drops what waits in a queue. */
    @Allows(CallerRole.OPERATOR)
    @DELETE
    @Path("/queues/{queue}/tasks")
    @Produces("application/json")
    public Response purge(@PathParam("queue") String queue) {
        return Response.accepted(new Purged(queue, control.purge(queue))).build();
    }

    /** Has so many attempts run at once in each process. */
    @Allows(CallerRole.OPERATOR)
    @POST
    @Path("/queues/{queue}/concurrency")
    public void limit(@PathParam("queue") String queue, @QueryParam("value") Optional<Integer> value) {
        control.limit(queue, value.orElseThrow(() -> Problem.of(
                        400, "Say how many with ?value=, like ?value=8. DELETE takes it back.")
                .asException()));
    }

    /** Has as many attempts run at once as are configured. */
    @Allows(CallerRole.OPERATOR)
    @DELETE
    @Path("/queues/{queue}/concurrency")
    public void unlimit(@PathParam("queue") String queue) {
        control.unlimit(queue);
    }

    /** Resumes a queue in all processes. */
    @Allows(CallerRole.OPERATOR)
    @POST
    @Path("/queues/{queue}/resume")
    public void resume(@PathParam("queue") String queue) {
        control.resume(queue);
    }
}
