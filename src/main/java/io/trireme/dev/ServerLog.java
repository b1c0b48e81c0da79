package io.trireme.dev;

import java.util.List;
import java.util.stream.Stream;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;

/**
 * Keeps Kafka's server out of the log, which at INFO tells its whole life, some 200 lines per start.
 *
 * <p>Kafka logs through slf4j, which in Quarkus means the JBoss log manager, so levels are set there. Whoever wants to see
 * more sets a level of his own ({@code quarkus.log.category."kafka.server".level=INFO}): a logger that has one is left
 * alone, and a name further down wins anyway. The clients' loggers are not touched, with the exception of one message.
 */
final class ServerLog {
    private static final List<String> WARN_AND_ABOVE = List.of(
            "kafka",
            "state.change.logger",
            "org.apache.kafka.common.config",
            "org.apache.kafka.common.metrics",
            "org.apache.kafka.common.utils",
            "org.apache.kafka.controller",
            "org.apache.kafka.coordinator",
            "org.apache.kafka.image",
            "org.apache.kafka.metadata",
            "org.apache.kafka.queue",
            "org.apache.kafka.raft",
            "org.apache.kafka.server",
            "org.apache.kafka.snapshot",
            "org.apache.kafka.storage");

    // It warns at every start that it becomes the active controller.
    private static final List<String> ERROR_AND_ABOVE = List.of("org.apache.kafka.controller.QuorumController");

    // The controller closes its own client twice at every stop, which draws a warning.
    private static final String CLOSED_TWICE = "Attempting to close NetworkClient that has already been closed";

    private ServerLog() {}

    /** Sets the levels, once or again; the caller keeps the loggers for as long as the levels are to stay. */
    static List<Logger> quieten() {
        var client = logger("org.apache.kafka.clients.NetworkClient");
        if (client.getFilter() == null) {
            client.setFilter(line -> !String.valueOf(line.getMessage()).contains(CLOSED_TWICE));
        }
        return Stream.of(
                        WARN_AND_ABOVE.stream().map(name -> quieten(name, Level.WARN)),
                        ERROR_AND_ABOVE.stream().map(name -> quieten(name, Level.ERROR)),
                        Stream.of(client))
                .flatMap(loggers -> loggers)
                .toList();
    }

    private static Logger quieten(String name, Level level) {
        var logger = logger(name);
        if (logger.getLevel() == null) {
            logger.setLevel(level);
        }
        return logger;
    }

    private static Logger logger(String name) {
        return LogContext.getLogContext().getLogger(name);
    }
}
