package io.trireme.dev;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble.VerificationFlag;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Kafka's own controller and broker, started once and stopped once.
 *
 * <p>They are put together here, and not by {@link KafkaRaftServer}, since that one lets a fault of the controller halt
 * the whole process, which here is the user's, and since it opens its sockets itself.
 *
 * <p>Not thread-safe: owned by {@link EmbeddedBroker}, which holds its lock around every call. A start that fails leaves
 * neither a thread nor a port behind.
 */
final class KafkaNode {
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    private final LoopbackSockets sockets;
    private final ControllerServer controller;
    private final BrokerServer broker;

    private KafkaNode(KafkaConfig config, LoopbackSockets sockets, Path directory) throws Exception {
        this.sockets = sockets;
        var properties = new MetaPropertiesEnsemble.Loader()
                .addMetadataLogDir(directory.toString())
                .addLogDirs(List.of(directory.toString()))
                .load();
        properties.verify(
                Optional.empty(),
                OptionalInt.of(NodeSettings.NODE_ID),
                EnumSet.of(VerificationFlag.REQUIRE_AT_LEAST_ONE_VALID, VerificationFlag.REQUIRE_METADATA_LOG_DIR));
        var shared = new SharedServer(
                config,
                properties,
                Time.SYSTEM,
                new Metrics(),
                CompletableFuture.completedFuture(Map.of(NodeSettings.NODE_ID, sockets.controller())),
                List.of(),
                NodeFault::handler,
                sockets);
        broker = new BrokerServer(shared);
        controller = new ControllerServer(
                shared, KafkaRaftServer.configSchema(), new BootstrapDirectory(directory.toString()).read());
    }

    /** A node that is ready for clients; from here on the sockets are the node's to close, also if this fails. */
    static KafkaNode start(LoopbackSockets sockets, Path directory, int partitions, Map<String, String> over)
            throws Exception {
        try {
            if (!Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
                format(directory);
            }
            Map<String, String> settings = NodeSettings.of(sockets, directory, partitions);
            settings.putAll(over);
            var config = new KafkaConfig(settings, false);
            var node = new KafkaNode(config, sockets, directory);
            node.start();
            return node;
        } catch (Throwable failure) { // Kafka is Scala and throws what it likes
            sockets.close();
            throw failure;
        }
    }

    /** Each of the two shuts itself down when it cannot start; this does it for the controller when the broker cannot. */
    private void start() {
        controller.startup();
        try {
            broker.startup();
        } catch (Throwable failure) {
            controller.shutdown();
            throw failure;
        }
    }

    /** The broker first, since it says goodbye to the controller. What is not running is left alone. */
    void stop() throws IOException {
        try (sockets) {
            try {
                broker.shutdown(SHUTDOWN);
            } finally {
                controller.shutdown();
            }
        }
    }

    private static void format(Path directory) throws Exception {
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NodeSettings.NODE_ID)
                .setControllerListenerName(LoopbackSockets.CONTROLLER)
                .setDirectories(List.of(directory.toString()))
                .setMetadataLogDirectory(directory.toString())
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }
}
