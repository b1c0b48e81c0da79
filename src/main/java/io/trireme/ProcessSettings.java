package io.trireme;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Child processes of a queue on the runner {@code process}, under {@code trireme.queues."<queue>".process.}; a part of {@link TriremeConfig}. */
public interface ProcessSettings {
    /** With the runner {@code process}: after how many tasks another child process takes the place of one; never unless given. */
    OptionalInt maxTasksPerWorker();

    /** With the runner {@code process}: the bytes of memory (resident set) at which a child process is replaced once its task has ended; needs Linux. */
    OptionalLong maxMemoryPerWorker();

    /** With the runner {@code process}: how long a handler that is asked to stop may take to return, and then its process to end; then that is killed. */
    @WithDefault("5s")
    Duration killGrace();

    /** With the runner {@code process}: how long a child process may take to start. */
    @WithDefault("60s")
    Duration startTimeout();

    /** With the runner {@code process}: most bytes of a payload that goes to a child process, or of a result that comes from it. */
    @WithDefault("67108864")
    int maxMessageBytes();

    /** With the runner {@code process}: options of the child processes' JVM, behind those that they inherit. */
    Optional<List<String>> jvmOptions();

    /** With the runner {@code process}: the directory of the archive that lets child processes start fast, made at first use, some hundred MB; none unless given. */
    Optional<String> archiveDirectory();
}
