package io.trireme.examples;

import io.trireme.Cron;
import io.trireme.Handles;
import io.trireme.MissedFirings;
import io.trireme.TaskContext;
import io.trireme.wire.Headers;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Work that the clock asks for: a task each night, once for all processes. It needs one with the role {@code schedule}, which
 * {@code ./trireme dev} has: {@code ./trireme schedule list} shows when it is due, {@code ./trireme publish housekeeping
 * '{"olderThanDays":7}'} runs it at once.
 */
@ApplicationScoped
class Housekeeping {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);

    record Sweep(int olderThanDays) {}

    @Handles("housekeeping")
    @Cron(value = "0 3 * * *", zone = "Europe/Berlin", missed = MissedFirings.ONE, payload = "{\"olderThanDays\": 30}")
    void sweep(Sweep sweep, TaskContext task) {
        LOG.infof(
                "Sweeps out what is older than %d days, as planned for %s",
                sweep.olderThanDays(), task.header(Headers.CRON_TIME).orElse("now"));
    }
}
