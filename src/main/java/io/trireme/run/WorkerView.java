package io.trireme.run;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One worker of a runner at one moment.
 *
 * @param name the name of its thread
 * @param state what it does
 * @param work what it runs
 * @param thread its thread, while it runs something
 */
public record WorkerView(String name, State state, Optional<Work> work, Optional<Thread> thread) {
    private static final int FRAMES = 12;

    static WorkerView of(String name, @Nullable Work work, @Nullable Thread thread) {
        return work == null
                ? new WorkerView(name, State.IDLE, Optional.empty(), Optional.empty())
                : new WorkerView(name, State.BUSY, Optional.of(work), Optional.ofNullable(thread));
    }

    /** The top frames of its thread now, the innermost first, for people. */
    public Optional<String> stack() {
        return thread.map(thread -> Arrays.stream(thread.getStackTrace())
                .limit(FRAMES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < ")));
    }

    /** What a worker does. */
    public enum State {
        /** Waits for work. */
        IDLE,
        /** Runs something. */
        BUSY
    }
}
