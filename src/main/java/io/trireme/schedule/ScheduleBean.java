package io.trireme.schedule;

import io.trireme.wire.KafkaSettings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the {@link Schedule} of the application. */
@Singleton
class ScheduleBean {
    @Produces
    @Singleton
    Schedule schedule(KafkaSettings kafka) {
        return new Schedule(kafka);
    }
}
