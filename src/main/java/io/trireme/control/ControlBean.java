package io.trireme.control;

import io.trireme.result.Revoker;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the {@link Control} of the application. */
@Singleton
class ControlBean {
    @Produces
    @Singleton
    Control control(SharedAdmin admin, RecordWriter writer) {
        return new Control(admin, writer, InstantSource.system());
    }

    @Produces
    @Singleton
    Revoker revoker(Control control) {
        return control::revoke;
    }
}
