package io.trireme.schedule;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the {@link Schedule} of the application. */
@Singleton
class ScheduleBean {
    @Produces
    @Singleton
    Schedule schedule(KafkaSettings kafka, SharedAdmin admin, RecordWriter writer) {
        return new Schedule(kafka, admin, writer);
    }
}
