package io.trireme.app;

import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that starts the service on the application's handlers. Read by one thread. */
public final class ServiceOptions {
    @Option(
            names = "--queues",
            split = ",",
            paramLabel = "QUEUE",
            description = "The queues to work on (trireme.worker.queues); all with a handler unless given.")
    private List<String> queues = List.of();

    @Mixin
    private final FaceOptions faces = new FaceOptions();

    FaceOptions faces() {
        return faces;
    }

    /** Sets what the options say of queues. */
    void apply(Settings settings) {
        if (!queues.isEmpty()) {
            settings.set("trireme.worker.queues", String.join(",", queues));
        }
    }
}
