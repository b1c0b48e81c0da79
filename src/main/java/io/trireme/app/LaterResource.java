package io.trireme.app;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.wire.Problem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** The faces that are promised and not built yet: each answers 501, so that nobody takes them for a wrong path. */
@Path("/api")
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class LaterResource {
    @GET
    @Path("/queues/{queue}/running")
    public Response running() {
        return notBuiltYet("Listing what runs");
    }

    private static Response notBuiltYet(String what) {
        return Problem.of(501, what + " is not built yet.").response();
    }
}
