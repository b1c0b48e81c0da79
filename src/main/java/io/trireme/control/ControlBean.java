package io.trireme.control;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the {@link Control} of the application. */
@Singleton
class ControlBean {
    @Produces
    @Singleton
    Control control(KafkaSettings kafka, SharedAdmin admin) {
        return new Control(kafka, admin);
    }
}
