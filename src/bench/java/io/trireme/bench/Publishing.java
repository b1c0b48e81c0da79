package io.trireme.bench;

import io.trireme.TriremeConfig;
import java.time.Duration;

/** How benchmarks publish: as an application does that sets nothing. */
public record Publishing() implements TriremeConfig.PublisherSettings {
    @Override
    public long bufferBytes() {
        return 33_554_432;
    }

    @Override
    public Duration blockAtMost() {
        return Duration.ofSeconds(60);
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(60);
    }
}
