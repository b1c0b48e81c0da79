package io.trireme.consume;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.trireme.wire.ProcessName;
import io.trireme.wire.SharedAdmin;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The queues over HTTP: what the brokers say of them, and what this process does with them. */
@Path("/api")
@Produces("application/json")
@RunOnVirtualThread
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
class QueuesResource {
    /** Workers listed by name; the counts are in full. */
    private static final int MOST_WORKERS = 50;

    private final Consumers consumers;
    private final QueueDepths depths;
    private final InstantSource clock = InstantSource.system();
    private final String process = ProcessName.here();

    QueuesResource(
            Consumers consumers,
            SharedAdmin admin,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "trireme") String application) {
        this.consumers = consumers;
        this.depths = new QueueDepths(admin, application);
    }

    /** Every queue of the cluster, and which process this is. */
    record Queues(String process, List<QueueView> queues) {}

    /** Every queue, without the names of its workers. */
    @GET
    @Path("/queues")
    public Queues all() {
        return new Queues(
                process, depths.all().stream().map(depth -> view(depth, 0)).toList());
    }

    /** One queue, with the names of workers. */
    @GET
    @Path("/queues/{queue}")
    public QueueView one(@PathParam("queue") String queue) {
        return view(depths.of(queue), MOST_WORKERS);
    }

    private QueueView view(QueueDepth depth, int mostWorkers) {
        Optional<QueueView.Here> here = consumers
                .status(depth.queue())
                .flatMap(status -> consumers.workers(depth.queue(), mostWorkers).flatMap(workers -> consumers
                        .counters(depth.queue())
                        .map(counters ->
                                QueueView.Here.of(process, status, workers, counters, depth, clock.instant()))));
        return QueueView.of(depth, here);
    }
}
