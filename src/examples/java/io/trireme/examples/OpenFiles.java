package io.trireme.examples;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Keeps the demo within the number of files and sockets that a process may have open on this machine. */
final class OpenFiles {
    private static final String CONCURRENCY = "trireme.queues.fetch.concurrency";

    /** What {@code application.properties} says. */
    private static final long PAGES_AT_ONCE = 4_000;

    /** The broker's files, and everything else. */
    private static final long OTHERS = 600;

    /** A page that comes from this very process takes a socket at both ends. */
    private static final long FOR_A_PAGE = 2;

    private OpenFiles() {}

    /** Has fewer pages fetched at once where the limit is too low for what is configured. */
    static void economize() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long affordable = pages(system.getMaxFileDescriptorCount());
            if (affordable < PAGES_AT_ONCE && System.getProperty(CONCURRENCY) == null) {
                System.setProperty(CONCURRENCY, Long.toString(affordable));
            }
        }
    }

    /** How many pages at once are possible with this limit. */
    static long pages(long limit) {
        return Math.max(1, (limit - OTHERS) / FOR_A_PAGE);
    }
}
