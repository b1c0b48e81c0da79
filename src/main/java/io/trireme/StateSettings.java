package io.trireme;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of shared state, under {@code trireme.state.}; a part of {@link TriremeConfig}. */
public interface StateSettings {
    /** How long a process may go without a sign of life before it loses what it holds. */
    @WithDefault("10s")
    Duration lease();

    /** How long a call may go unanswered; then it fails. Above the time that another process needs to take over. */
    @WithDefault("20s")
    Duration timeout();

    /** Where the role keeps its local files; a temporary directory, gone at the end, unless given. The brokers have it all. */
    Optional<String> directory();

    /** Partitions of {@code trireme.state.commands} when it is created, never to be changed: by them names find their object. */
    @WithDefault("8")
    int partitions();

    /** Replicas of the topics of shared state; the brokers' default unless given. */
    OptionalInt replicas();

    /** Copies of the state that other processes with the role keep up to date, so that one takes over at once. */
    @WithDefault("1")
    int standbys();

    /** Threads that this process carries out commands with. */
    @WithDefault("1")
    int threads();

    /** Without a sign of a process with the role for so long, its part of the state goes to others. */
    @WithDefault("6s")
    Duration sessionTimeout();
}
