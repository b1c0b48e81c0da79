package io.trireme.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trace context of the task that the calling thread works on, so that what its handler publishes carries it on.
 *
 * <p>Set around an attempt only when its task has one; on other threads of the handler's it is not known.
 */
public final class CurrentTrace {
    private static final ThreadLocal<@Nullable String> TRACEPARENT = new ThreadLocal<>();

    private CurrentTrace() {}

    /** The {@code traceparent} of the task under way on this thread. */
    public static Optional<String> traceparent() {
        return Optional.ofNullable(TRACEPARENT.get());
    }

    /** Until {@link #leave()}, what this thread publishes carries this trace context. */
    public static void enter(String traceparent) {
        TRACEPARENT.set(traceparent);
    }

    /** The task under way has ended. */
    public static void leave() {
        TRACEPARENT.remove();
    }
}
