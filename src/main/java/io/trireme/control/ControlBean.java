package io.trireme.control;

import io.trireme.result.Revoker;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the {@link Control} of the application. */
@Singleton
class ControlBean {
    @Produces
    @Singleton
    Control control(
            KafkaSettings kafka,
            SharedAdmin admin,
            RecordWriter writer,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "trireme") String application) {
        return new Control(kafka, admin, writer, application, InstantSource.system());
    }

    @Produces
    @Singleton
    Revoker revoker(Control control) {
        return control::revoke;
    }
}
