package io.trireme.consume;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.trireme.access.Access;
import io.trireme.access.Allows;
import io.trireme.access.CallerRole;
import io.trireme.access.Grant;
import io.trireme.wire.ProcessName;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The queues over HTTP: what the brokers say of them, and what this process does with them. */
@Path("/api")
@Produces("application/json")
@RunOnVirtualThread
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class QueuesResource {
    /** Workers listed by name; the counts are in full. */
    private static final int MOST_WORKERS = 50;

    private final Consumers consumers;
    private final Figures figures;
    private final Access access;
    private final InstantSource clock = InstantSource.system();
    private final String process = ProcessName.here();

    QueuesResource(Consumers consumers, Figures figures, Access access) {
        this.consumers = consumers;
        this.access = access;
        this.figures = figures;
    }

    /** Every queue of the cluster, and which process this is. */
    record Queues(String process, List<QueueView> queues) {}

    /** Every queue that the caller may see, without the names of its workers. */
    @Allows(value = CallerRole.VIEWER, queues = Allows.Queues.OF_THE_ANSWER)
    @GET
    @Path("/queues")
    public Queues all() {
        Grant caller = access.current();
        return new Queues(
                process,
                figures.all().stream()
                        .filter(queue -> caller.covers(queue.queue()))
                        .map(queue -> view(queue, 0))
                        .toList());
    }

    /** One queue, with the names of workers. */
    @Allows(CallerRole.VIEWER)
    @GET
    @Path("/queues/{queue}")
    public QueueView one(@PathParam("queue") String queue) {
        return view(figures.of(queue), MOST_WORKERS);
    }

    private QueueView view(QueueFigures queue, int mostWorkers) {
        QueueDepth depth = queue.depth();
        Optional<QueueView.Here> here = consumers
                .status(depth.queue())
                .flatMap(status -> consumers.workers(depth.queue(), mostWorkers).flatMap(workers -> consumers
                        .counters(depth.queue())
                        .map(counters ->
                                QueueView.Here.of(process, status, workers, counters, depth, clock.instant()))));
        return QueueView.of(queue, here);
    }
}
