package io.trireme.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the embedded broker sets differently from Kafka's defaults: one node that replicates nothing, starts fast, takes
 * little memory, and notices within seconds that a consumer is gone.
 */
final class NodeSettings {
    static final int NODE_ID = 1;

    private static final Map<String, String> ONE_NODE = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", Integer.toString(NODE_ID)),
            Map.entry("controller.listener.names", LoopbackSockets.CONTROLLER),
            Map.entry("inter.broker.listener.name", LoopbackSockets.CLIENTS),
            Map.entry(
                    "listener.security.protocol.map",
                    LoopbackSockets.CLIENTS + ":PLAINTEXT," + LoopbackSockets.CONTROLLER + ":PLAINTEXT"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            // A misspelt queue must show, not become a topic.
            Map.entry("auto.create.topics.enable", "false"));

    private static final Map<String, String> SHORT_TIMINGS = Map.ofEntries(
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "1000"),
            Map.entry("group.consumer.heartbeat.interval.ms", "500"),
            Map.entry("group.consumer.min.heartbeat.interval.ms", "100"),
            Map.entry("group.consumer.session.timeout.ms", "6000"),
            Map.entry("group.consumer.min.session.timeout.ms", "1000"),
            Map.entry("group.consumer.assignment.interval.ms", "0"),
            Map.entry("group.share.heartbeat.interval.ms", "500"),
            Map.entry("group.share.min.heartbeat.interval.ms", "100"),
            Map.entry("group.share.session.timeout.ms", "6000"),
            Map.entry("group.share.min.session.timeout.ms", "1000"),
            Map.entry("group.share.assignment.interval.ms", "0"),
            Map.entry("group.streams.heartbeat.interval.ms", "500"),
            Map.entry("group.streams.min.heartbeat.interval.ms", "100"),
            Map.entry("group.streams.session.timeout.ms", "6000"),
            Map.entry("group.streams.min.session.timeout.ms", "1000"),
            Map.entry("group.streams.assignment.interval.ms", "0"),
            Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
            // A transaction whose producer is gone is aborted within a second of its timeout, not within ten.
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
            // A start that cannot succeed ends.
            Map.entry("server.max.startup.time.ms", "60000"));

    private static final Map<String, String> SMALL_FOOTPRINT = Map.ofEntries(
            Map.entry("offsets.topic.num.partitions", "8"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.num.partitions", "2"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "3"),
            Map.entry("background.threads", "2"),
            Map.entry("num.recovery.threads.per.data.dir", "2"),
            Map.entry("group.coordinator.threads", "1"),
            Map.entry("group.coordinator.background.threads", "1"),
            Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20)),
            Map.entry("log.cleaner.io.buffer.size", Integer.toString(128 << 10)),
            Map.entry("log.index.size.max.bytes", Integer.toString(1 << 20)),
            // No metrics in JMX: nobody looks, each costs time at start, and two brokers in one JVM would share names.
            Map.entry("metric.reporters", ""),
            Map.entry("metrics.jmx.exclude", ".*"));

    private NodeSettings() {}

    static Map<String, String> of(LoopbackSockets sockets, Path directory, int partitions) throws IOException {
        String clients = LoopbackSockets.CLIENTS + "://127.0.0.1:" + sockets.clientPort();
        String controller = "127.0.0.1:" + sockets.controller().getPort();
        var settings = new HashMap<String, String>();
        settings.putAll(ONE_NODE);
        settings.putAll(SHORT_TIMINGS);
        settings.putAll(SMALL_FOOTPRINT);
        settings.put("listeners", clients + "," + LoopbackSockets.CONTROLLER + "://" + controller);
        settings.put("advertised.listeners", clients);
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.put("log.dirs", directory.toString());
        settings.put("num.partitions", Integer.toString(partitions));
        return settings;
    }
}
