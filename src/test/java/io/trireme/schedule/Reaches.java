package io.trireme.schedule;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.util.Map;

/** The reach of a schedule for tests without brokers. */
public final class Reaches {
    private Reaches() {}

    /** Asks nobody: takes commands of any size up to {@code largest}. */
    public static ScheduleReach taking(int largest) {
        return new ScheduleReach(
                new SharedAdmin(new KafkaSettings(Map.of("bootstrap.servers", "127.0.0.1:1"))),
                topic -> new Targets.Target.Existing(largest));
    }
}
