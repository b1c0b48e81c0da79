package io.trireme.child;

import io.trireme.Fault;
import io.trireme.ProcessSettings;
import io.trireme.wire.QueueKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What holds for the children of one queue, checked.
 *
 * @param spelling how the limits are called where they were set
 * @param queue the queue, or the name of a pool
 * @param maxTasks tasks after which a child is replaced; never if absent
 * @param maxMemory bytes at which it is; never if absent
 * @param killGrace how long an attempt may take to stop, and then the process
 * @param startTimeout how long a child may take to start
 * @param longest most bytes of a frame
 * @param jvmOptions for the children
 * @param archives where their archive is, if there is to be one
 */
record ChildSettings(
        Spelling spelling,
        String queue,
        OptionalInt maxTasks,
        OptionalLong maxMemory,
        Duration killGrace,
        Duration startTimeout,
        int longest,
        List<String> jvmOptions,
        Optional<Path> archives) {
    private static final int SHORTEST_MESSAGE = 1 << 20;
    private static final int LONGEST_MESSAGE = 1 << 30;

    /** @throws io.trireme.TriremeException naming the setting and the way out */
    ChildSettings {
        jvmOptions = List.copyOf(jvmOptions);
        check(spelling, queue, "max-tasks-per-worker", maxTasks.orElse(1) >= 1, maxTasks.orElse(1), "use 1 or more.");
        check(
                spelling,
                queue,
                "max-memory-per-worker",
                maxMemory.orElse(1) >= 1,
                maxMemory.orElse(1),
                "use a number of bytes.");
        check(spelling, queue, "kill-grace", !killGrace.isNegative(), killGrace, "use a duration of 0s or more.");
        check(
                spelling,
                queue,
                "start-timeout",
                startTimeout.isPositive(),
                startTimeout,
                "use a duration of more than 0s.");
        check(
                spelling,
                queue,
                Spelling.LONGEST,
                longest >= SHORTEST_MESSAGE && longest <= LONGEST_MESSAGE,
                longest,
                "use a number from " + SHORTEST_MESSAGE + " to " + LONGEST_MESSAGE + ".");
    }

    private static void check(Spelling spelling, String queue, String key, boolean kept, Object value, String use) {
        if (!kept) {
            String where = spelling == Spelling.OF_QUEUE ? QueueKeys.prefix(queue) : "";
            throw Fault.SETTING_WRONG.because(where + spelling.of(key), value, use);
        }
    }

    static ChildSettings of(String queue, ProcessSettings settings) {
        return new ChildSettings(
                Spelling.OF_QUEUE,
                queue,
                settings.maxTasksPerWorker(),
                settings.maxMemoryPerWorker(),
                settings.killGrace(),
                settings.startTimeout(),
                settings.maxMessageBytes(),
                settings.jvmOptions().orElse(List.of()),
                settings.archiveDirectory().map(Path::of));
    }

    /** Of the pool with this name. */
    static ChildSettings ofPool(String name, ChildCalls.Limits limits) {
        return new ChildSettings(
                Spelling.OF_POOL,
                name,
                limits.maxTasks(),
                OptionalLong.empty(),
                limits.killGrace(),
                limits.startTimeout(),
                limits.maxMessageBytes(),
                List.of(),
                Optional.empty());
    }

    /** The same with archives in that directory, unless it has one of its own. */
    ChildSettings withArchivesIn(Optional<Path> directory) {
        return new ChildSettings(
                spelling,
                queue,
                maxTasks,
                maxMemory,
                killGrace,
                startTimeout,
                longest,
                jvmOptions,
                archives.or(() -> directory));
    }

    /** How a limit is called where it is set. */
    String spelled(String key) {
        return spelling.of(key);
    }

    /** Of a queue that says nothing of them: the defaults of {@link ProcessSettings}. */
    static ChildSettings usual(String queue) {
        return new ChildSettings(
                Spelling.OF_QUEUE,
                queue,
                OptionalInt.empty(),
                OptionalLong.empty(),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                64 << 20,
                List.of(),
                Optional.empty());
    }
}
