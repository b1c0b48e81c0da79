package io.trireme.wire;

import io.smallrye.config.SmallRyeConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to the brokers itself. Filled in by the command line, read by one thread. */
public final class BrokerOptions {
    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,…",
            description = "Where the brokers are; else kafka.bootstrap.servers, KAFKA_BOOTSTRAP_SERVERS, or "
                    + KafkaSettings.DEFAULT_BOOTSTRAP + ".")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            defaultValue = "trireme",
            description = "The application's name, with which the consumer groups' names begin; ${DEFAULT-VALUE} unless"
                    + " given.")
    private String application = "trireme";

    /** The configuration with these options in it. */
    public SmallRyeConfig config() {
        return PlainConfig.read(
                bootstrapServers == null ? Map.of() : Map.of("kafka.bootstrap.servers", bootstrapServers));
    }

    /** Whether the command line itself says where the brokers are. */
    public boolean areGiven() {
        return bootstrapServers != null;
    }

    /** The application's name. */
    public String application() {
        return application;
    }
}
