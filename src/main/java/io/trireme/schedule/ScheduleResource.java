package io.trireme.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.trireme.MissedFirings;
import io.trireme.access.Allows;
import io.trireme.access.CallerRole;
import io.trireme.wire.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
    @Allows(CallerRole.VIEWER)
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
    @Allows(CallerRole.VIEWER)
    @GET
    @Path("/{id}")
    public TimerView show(@PathParam("id") String id) {
        return TimerView.of(schedule.show(id));
    }

    /** A cron rule; of what is absent, the type is the queue, the zone UTC, and the last missed firing is fired. */
    record CronRequest(
            @Nullable String queue,
            @Nullable String type,
            @Nullable String rule,
            @Nullable String zone,
            @Nullable MissedFirings missed,
            @Nullable JsonNode payload) {}

    /** Sets a cron rule. */
    @Allows(CallerRole.OPERATOR)
    @PUT
    @Path("/cron/{name}")
    @Consumes("application/json")
    public void addCron(@PathParam("name") String name, @Nullable CronRequest request) {
        if (request == null || request.queue() == null || request.rule() == null) {
            throw Problem.of(
                            400,
                            "A cron rule needs \"queue\" and \"rule\", like {\"queue\": \"mail\", \"rule\": \"0 3 * * *\"}.")
                    .asException();
        }
        var job = new CronJob(
                name,
                request.queue(),
                Objects.requireNonNullElse(request.type(), request.queue()),
                request.rule(),
                Objects.requireNonNullElse(request.zone(), "UTC"),
                Objects.requireNonNullElse(request.missed(), MissedFirings.ONE));
        JsonNode payload = request.payload();
        schedule.addCron(job, payload == null ? null : payload.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Removes a cron rule. */
    @Allows(CallerRole.OPERATOR)
    @DELETE
    @Path("/cron/{name}")
    public void removeCron(@PathParam("name") String name) {
        schedule.removeCron(name);
    }

    /** Cancels one timer. */
    @Allows(CallerRole.OPERATOR)
    @DELETE
    @Path("/{id}")
    public void cancel(@PathParam("id") String id) {
        schedule.cancel(id);
    }
}
