package io.trireme.result;

import io.trireme.ResultSettings;
import java.time.Duration;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.Config;

/** {@code trireme.results.*} read without the service. */
public record ResultOptions(
        int partitions, OptionalInt replicas, Duration retention, int maxWaiting, Duration awaitAtMost)
        implements ResultSettings {

    /** What is configured, else the defaults. */
    public static ResultOptions of(Config config) {
        return new ResultOptions(
                config.getOptionalValue("trireme.results.partitions", Integer.class)
                        .orElse(8),
                config.getOptionalValue("trireme.results.replicas", Integer.class)
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty),
                config.getOptionalValue("trireme.results.retention", Duration.class)
                        .orElse(Duration.ofDays(1)),
                config.getOptionalValue("trireme.results.max-waiting", Integer.class)
                        .orElse(100_000),
                config.getOptionalValue("trireme.results.await-at-most", Duration.class)
                        .orElse(Duration.ofDays(1)));
    }
}
