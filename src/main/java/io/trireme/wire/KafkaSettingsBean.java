package io.trireme.wire;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Makes the {@link KafkaSettings} of the application from its configuration. */
@Singleton
class KafkaSettingsBean {
    @Produces
    @Singleton
    KafkaSettings settings(Config config) {
        return KafkaSettings.of(config);
    }
}
