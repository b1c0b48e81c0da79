package io.trireme;

/** Where the attempts of a queue run. */
public enum RunnerKind {
    /** On virtual threads: for handlers that wait. */
    VIRTUAL,
    /** On platform threads: for handlers that compute. */
    PLATFORM,
    /** Those that return a {@code Uni} or {@code CompletionStage} on Vert.x event loops; any others as on {@code virtual}. */
    EVENT_LOOP,
    /** In child processes, one attempt at a time in each: for handlers that leak, crash, or do not stop. */
    PROCESS
}
