package io.trireme.bench;

import io.trireme.bench.measure.Result;
import io.trireme.bench.measure.Setup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Has an engine work off a topic that is full when it begins.
 *
 * @param profiles the folder for a flight recording of each engine's last run
 */
record ThroughputRun(BrokerProcess broker, Optional<Path> profiles) implements Run {
    @Override
    public Result of(Cell cell, Row row) throws Exception {
        var setup = new Setup(
                row.engine(),
                row.ordering(),
                broker.bootstrap(),
                broker.topic(cell.partitions(), cell.keys(), row.tasks()),
                row.tasks(),
                row.warmUp(),
                cell.keys(),
                cell.millis(),
                row.concurrency(),
                row.inFlight(),
                false);
        var profile = profiles.map(folder -> profile(folder, cell, row)).orElse(List.of());
        try (var engine = Jvm.start(setup, profile)) {
            return engine.result();
        }
    }

    /** By time on the processor, where the JDK can (25 on Linux). */
    private static List<String> profile(Path folder, Cell cell, Row row) {
        return List.of("-XX:StartFlightRecording:settings=profile,jdk.CPUTimeSample#enabled=true,"
                + "jdk.CPUTimeSample#throttle=2ms,filename=%s/%s-%s.jfr"
                        .formatted(folder, cell.name(), row.name().replace(", ", "-")));
    }

    @Override
    public String words(Result result) {
        return "%,.0f/s, %,.0f bytes, %.2f us".formatted(result.rate(), result.bytes(), result.cpuMicros());
    }
}
