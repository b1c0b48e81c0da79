package io.trireme.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory processes hold, as Linux tells. */
final class ResidentMemory {
    private static final String LINE = "VmRSS:";
    private static final int KILOBYTE = 1_024;

    private ResidentMemory() {}

    /** Whether it is told here. */
    static boolean isKnown() {
        return of(ProcessHandle.current().pid()) > 0;
    }

    /** The resident set of a process in bytes; 0 when that is not known. */
    static long of(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(LINE))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILOBYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }
}
