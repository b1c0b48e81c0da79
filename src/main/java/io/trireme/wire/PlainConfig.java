package io.trireme.wire;

import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.trireme.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The configuration as the service would read it, for commands that do not start one: system properties, environment,
 * {@code .env} and {@code config/application.properties} of the working directory.
 */
public final class PlainConfig {
    private static final Path FILE = Path.of("config", "application.properties");
    private static final int FILE_ORDINAL = 260; // as Quarkus ranks it: below the environment
    private static final int OVERRIDE_ORDINAL = 500;

    private PlainConfig() {}

    /**
     * Reads it.
     *
     * @param overrides what the command line says, above everything else
     * @throws io.trireme.TriremeException {@link Fault#SETTING_WRONG} when the file cannot be read
     */
    public static SmallRyeConfig read(Map<String, String> overrides) {
        var builder = new SmallRyeConfigBuilder()
                .addSystemSources()
                .addDefaultInterceptors()
                .withProfile("prod")
                .withSources(new DotEnvConfigSourceProvider())
                .withSources(new PropertiesConfigSource(overrides, "command line", OVERRIDE_ORDINAL));
        if (Files.isReadable(FILE)) {
            try {
                builder.withSources(new PropertiesConfigSource(FILE.toUri().toURL(), FILE_ORDINAL));
            } catch (IOException unreadable) {
                throw Fault.SETTING_WRONG.causedBy(
                        unreadable, FILE, "unreadable", "correct it: " + unreadable.getMessage());
            }
        }
        return builder.build();
    }
}
