package io.trireme.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.kafka.common.utils.AppInfoParser;

/** Where and with what was measured. */
final class Machine {
    private Machine() {}

    static String describe() throws IOException {
        return "%s, %d processors (%s), JDK %s, Kafka %s, heap 1 GiB"
                .formatted(
                        LocalDate.now(),
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        Runtime.version(),
                        AppInfoParser.getVersion());
    }

    private static String processor() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }
}
