package io.trireme.publish;

import io.trireme.TriremeConfig;
import io.trireme.result.Replies;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the {@link io.trireme.Publisher} of the application. */
@Singleton
class PublisherBean {
    @Produces
    @Singleton
    KafkaPublisher publisher(
            KafkaSettings kafka,
            TriremeConfig config,
            PayloadCodec codec,
            Replies replies,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "trireme") String application) {
        return new KafkaPublisher(
                kafka,
                config.publisher(),
                codec,
                replies,
                "/" + application,
                InstantSource.system(),
                () -> ThreadLocalRandom.current().nextLong());
    }

    /** Runs after the consumers have drained, since their handlers publish too. */
    void close(@Disposes KafkaPublisher publisher) {
        publisher.close();
    }
}
