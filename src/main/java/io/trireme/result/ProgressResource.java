package io.trireme.result;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.trireme.access.Access;
import io.trireme.access.Allows;
import io.trireme.access.CallerRole;
import io.trireme.access.Grant;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** How far a task is, as server-sent events: where it stands now, then each thing that is told, until it has ended. */
@Path("/api/tasks/{id}/progress")
@Blocking
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class ProgressResource {
    private final Results results;
    private final Access access;

    ProgressResource(Results results, Access access) {
        this.results = results;
        this.access = access;
    }

    /** The stream; who reads too slowly gets the latest. */
    @Allows(
            value = {CallerRole.VIEWER, CallerRole.PUBLISHER},
            queues = Allows.Queues.OF_THE_ANSWER)
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<TaskView> progress(@PathParam("id") String id) {
        TaskResult now = results.find(id); // what is wrong with the id is an answer, not an event
        Grant caller = access.current();
        if (!now.isUntold()) {
            access.requireQueue(now.queue());
        }
        return Multi.createFrom().emitter(emitter -> follow(now, caller, emitter), BackPressureStrategy.LATEST);
    }

    private void follow(TaskResult now, Grant caller, MultiEmitter<? super TaskView> emitter) {
        emitter.emit(TaskView.of(now));
        if (now.state().isFinal()) {
            emitter.complete();
            return;
        }
        Results.Watch watch = results.watch(now.id(), told -> {
            if (caller.covers(told.queue())) { // its queue may not have been known before
                emitter.emit(TaskView.of(told));
            }
        });
        emitter.onTermination(watch::close);
        watch.whenEnded(emitter::complete);
    }
}
