package io.trireme.run;

import java.util.Optional;

/**
 * One worker of a runner at one moment.
 *
 * @param name the name of its thread
 * @param state what it does
 * @param work what it runs
 */
public record WorkerView(String name, State state, Optional<Work> work) {
    /** What a worker does. */
    public enum State {
        /** Waits for work. */
        IDLE,
        /** Runs something. */
        BUSY
    }
}
