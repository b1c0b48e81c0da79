package io.trireme.schedule;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.trireme.wire.Problem;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;

/** The timers over HTTP. */
@Path("/api/schedule")
@Produces("application/json")
@RunOnVirtualThread
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class ScheduleResource {
    private static final int MOST_SHOWN = 1_000;

    private final Schedule schedule;

    ScheduleResource(Schedule schedule) {
        this.schedule = schedule;
    }

    /** The timers found, and whether there are more. */
    record TimerList(List<TimerView> timers, boolean more) {}

    /** The timers that are due first. */
    @GET
    public TimerList list(@QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MOST_SHOWN) {
            throw Problem.of(400, "The parameter 'limit' is a number from 1 to " + MOST_SHOWN + ".")
                    .asException();
        }
        List<Timer> found = schedule.list(limit + 1);
        return new TimerList(found.stream().limit(limit).map(TimerView::of).toList(), found.size() > limit);
    }

    /** One timer with its payload. */
    @GET
    @Path("/{id}")
    public TimerView show(@PathParam("id") String id) {
        return TimerView.of(schedule.show(id));
    }

    /** Cancels one timer. */
    @DELETE
    @Path("/{id}")
    public void cancel(@PathParam("id") String id) {
        schedule.cancel(id);
    }
}
