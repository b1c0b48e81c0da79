package io.trireme.dev;

import org.apache.kafka.server.fault.FaultHandler;
import org.jboss.logging.Logger;

/** What becomes of a fault inside the embedded broker: an error in the log. Kafka's own handler halts the process. */
final class NodeFault {
    private static final Logger log = Logger.getLogger(NodeFault.class);

    private NodeFault() {}

    /**
     * The handler for one part of the broker.
     *
     * @param action what Kafka wants done on a fault: it counts them, and takes no more snapshots of broken metadata
     */
    static FaultHandler handler(String part, boolean fatal, Runnable action) {
        return (message, cause) -> {
            action.run();
            log.errorf(
                    cause,
                    "The embedded broker's %s failed: %s. %s",
                    part,
                    message,
                    fatal ? "The broker is of no further use; restart it." : "The broker goes on.");
            return new IllegalStateException(part + ": " + message, cause);
        };
    }
}
