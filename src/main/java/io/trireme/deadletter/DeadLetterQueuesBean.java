package io.trireme.deadletter;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the {@link DeadLetterQueues} of the application. */
@Singleton
class DeadLetterQueuesBean {
    @Produces
    @Singleton
    DeadLetterQueues queues(
            KafkaSettings kafka,
            SharedAdmin admin,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "trireme") String application) {
        return new DeadLetterQueues(kafka, admin, application);
    }
}
