package io.trireme.publish;

import io.trireme.TriremeConfig.PublisherSettings;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/** {@code trireme.publisher.*} read without the service. */
record PublisherOptions(long bufferBytes, Duration blockAtMost, Duration timeout) implements PublisherSettings {
    static PublisherOptions of(Config config) {
        return new PublisherOptions(
                config.getOptionalValue("trireme.publisher.buffer-bytes", Long.class)
                        .orElse(33_554_432L),
                config.getOptionalValue("trireme.publisher.block-at-most", Duration.class)
                        .orElse(Duration.ofSeconds(5)),
                config.getOptionalValue("trireme.publisher.timeout", Duration.class)
                        .orElse(Duration.ofSeconds(30)));
    }
}
