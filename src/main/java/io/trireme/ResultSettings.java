package io.trireme;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** Settings of results, under {@code trireme.results.}; a part of {@link TriremeConfig}. */
public interface ResultSettings {
    /** Partitions of {@code trireme.results} when it is created, at most 4,096. A caller reads one of them, with those who share it. */
    @WithDefault("8")
    int partitions();

    /** Replicas of {@code trireme.results} when it is created; the brokers' default unless given. */
    OptionalInt replicas();

    /** How long results are kept: of {@code trireme.results} when it is created, and after which an id is taken for unknown. */
    @WithDefault("1d")
    Duration retention();

    /** Most tasks of this process whose results are waited for; beyond it callers get an error. */
    @WithDefault("100000")
    int maxWaiting();

    /** How long a result is waited for; then its handle fails, so that callers who went away leave nothing behind. */
    @WithDefault("1d")
    Duration awaitAtMost();
}
