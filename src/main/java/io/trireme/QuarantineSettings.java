package io.trireme;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What happens to a task that may have killed its process. */
public interface QuarantineSettings {
    /** After so many deaths of processes, each while the task ran alone, it goes to the dead letters; 0 suspects no task. */
    @WithDefault("3")
    int deaths();

    /** How long a suspect runs alone; what kills its process later than that is not found. */
    @WithDefault("250ms")
    Duration alone();

    /** What one queue has otherwise. */
    interface QueueQuarantine {
        /** Deaths after which a task goes to the dead letters. */
        OptionalInt deaths();

        /** How long a suspect runs alone. */
        Optional<Duration> alone();
    }
}
