package io.trireme.consume;

import io.trireme.TaskContext;

/**
 * What an exclusive handler sees: the attempt, and the token of its turn.
 *
 * @param task the attempt, as interceptors left it
 * @param turn what it holds
 */
record FencedContext(TaskContext task, Exclusion.Hold turn) implements ForwardedContext {
    @Override
    public long fencingToken() {
        return turn.token();
    }
}
