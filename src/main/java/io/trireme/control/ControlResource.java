package io.trireme.control;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

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
    @POST
    @Path("/queues/{queue}/pause")
    public void pause(@PathParam("queue") String queue) {
        control.pause(queue);
    }

    /** Resumes a queue in all processes. */
    @POST
    @Path("/queues/{queue}/resume")
    public void resume(@PathParam("queue") String queue) {
        control.resume(queue);
    }
}
