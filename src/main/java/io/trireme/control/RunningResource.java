package io.trireme.control;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.trireme.access.Allows;
import io.trireme.access.CallerRole;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** What runs, over HTTP. */
@Path("/api")
@Produces("application/json")
@RunOnVirtualThread
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class RunningResource {
    private final Control control;

    RunningResource(Control control) {
        this.control = control;
    }

    /** What runs of a queue in all processes, and which of them have applied what is ordered. */
    @Allows(CallerRole.VIEWER)
    @GET
    @Path("/queues/{queue}/running")
    public Activity running(@PathParam("queue") String queue) {
        return control.running(queue);
    }
}
