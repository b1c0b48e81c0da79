package io.trireme;

import java.time.Duration;

/**
 * Returned or thrown by a handler for a task whose time has not come: it is run again after the pause, and the attempt
 * does not count as one.
 *
 * <pre>{@code
 * if (!report.isReady()) {
 *     throw Snooze.of(Duration.ofMinutes(1));
 * }
 * }</pre>
 *
 * <p>Without a stack of its own, since it tells of no fault. The pauses of one task together are capped by
 * {@code retry.max-snooze}; beyond it the attempt counts as failed.
 */
public final class Snooze extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration pause;

    private Snooze(Duration pause) {
        super("not before " + pause + " from now", null, false, false);
        this.pause = pause;
    }

    /**
     * For so long.
     *
     * @throws IllegalArgumentException when the pause is not longer than nothing
     */
    public static Snooze of(Duration pause) {
        if (!pause.isPositive()) {
            throw new IllegalArgumentException("A task is snoozed for longer than nothing, not for " + pause + ".");
        }
        return new Snooze(pause);
    }

    /** How long the task rests. */
    public Duration pause() {
        return pause;
    }
}
