package io.trireme.app;

import io.trireme.wire.PlainConfig;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * What the launcher sets before Quarkus starts: as system properties, since those are read whatever else is configured.
 * Owned by the main thread.
 */
final class Settings {
    private final Config configured = PlainConfig.read(Map.of());

    /** What is configured from outside, or set here. */
    Optional<String> value(String name) {
        return Optional.ofNullable(System.getProperty(name)).or(() -> configured.getOptionalValue(name, String.class));
    }

    /** Sets it, over everything that is configured: the command line says so. */
    void set(String name, String value) {
        System.setProperty(name, value);
    }

    /** Sets it unless it is configured from outside. */
    void setDefault(String name, String value) {
        if (value(name).isEmpty()) {
            set(name, value);
        }
    }
}
