package io.trireme.state;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.trireme.access.Allows;
import io.trireme.access.CallerRole;
import io.trireme.wire.Problem;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;

/** Shared objects over HTTP. A name with a slash is written with %2F. */
@Path("/api/state")
@Produces("application/json")
@RunOnVirtualThread
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class StateResource {
    private static final int MOST_SHOWN = 1_000;

    private final StateDirectory directory;

    StateResource(SharedState state) {
        this.directory = StateDirectory.of(state);
    }

    /** The objects found, and whether there are more. */
    record ObjectList(List<StateView> objects, boolean more) {}

    /** The first objects by name that are not at rest. */
    @Allows(CallerRole.VIEWER)
    @GET
    public ObjectList list(@QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MOST_SHOWN) {
            throw Problem.of(400, "The parameter 'limit' is a number from 1 to " + MOST_SHOWN + ".")
                    .asException();
        }
        List<Summary> found = directory.list(limit + 1);
        return new ObjectList(found.stream().limit(limit).map(StateView::of).toList(), found.size() > limit);
    }

    /** One object. */
    @Allows(CallerRole.VIEWER)
    @GET
    @Path("/{name}")
    public StateView show(@PathParam("name") String name) {
        return StateView.of(directory.show(name));
    }

    /** Takes a lock from who holds it. */
    @Allows(CallerRole.OPERATOR)
    @DELETE
    @Path("/{name}/holder")
    public void release(@PathParam("name") String name) {
        directory.release(name);
    }
}
