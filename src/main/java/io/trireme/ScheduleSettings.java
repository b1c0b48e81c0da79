package io.trireme;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of the schedule role, under {@code trireme.schedule.}; a part of {@link TriremeConfig}. */
public interface ScheduleSettings {
    /** Where the timers' local store lies; a temporary directory, gone at the end, unless given. The brokers have it all. */
    Optional<String> directory();

    /** Partitions of {@code trireme.schedule} when it is created; as many processes can share the work. */
    @WithDefault("4")
    int partitions();

    /** Replicas of {@code trireme.schedule} and of what it stores; the brokers' default unless given. */
    OptionalInt replicas();

    /** Copies of the store that other processes with the role keep up to date, so that one takes over at once. */
    @WithDefault("1")
    int standbys();

    /** Threads that this process fires timers with. */
    @WithDefault("1")
    int threads();

    /** Without a sign of a process for so long, its timers go to others. */
    @WithDefault("10s")
    Duration sessionTimeout();
}
