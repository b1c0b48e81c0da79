package io.trireme.deadletter;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the {@link DeadLetterQueues} of the application. */
@Singleton
class DeadLetterQueuesBean {
    @Produces
    @Singleton
    DeadLetterQueues queues(KafkaSettings kafka, SharedAdmin admin) {
        return new DeadLetterQueues(kafka, admin);
    }
}
