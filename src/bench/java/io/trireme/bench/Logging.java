package io.trireme.bench;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs as a running service does, or less.
 *
 * <p>Of itself the log manager is as Quarkus needs it before a start: all loggers log all, traces too, for a handler that
 * comes later, and here never does. Parallel Consumer then allocates seven times as much, for traces, and Kafka's clients
 * some.
 */
final class Logging {
    private Logging() {}

    /** Warnings go to the console, all else nowhere. */
    static void warningsOnly() {
        Logger root = Logger.getLogger("");
        for (Handler delayed : root.getHandlers()) {
            root.removeHandler(delayed);
        }
        root.addHandler(new ConsoleHandler());
        root.setLevel(Level.WARNING);
    }
}
