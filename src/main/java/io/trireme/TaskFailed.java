package io.trireme;

/**
 * Thrown at the caller of a task that did not succeed. What was thrown where the task ran comes as data, since the caller
 * need not have its class.
 */
public final class TaskFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final TaskState state;
    private final transient TaskError error;

    /** @param state {@link TaskState#FAILED}, {@link TaskState#CANCELLED} or {@link TaskState#EXPIRED} */
    public TaskFailed(String id, TaskState state, TaskError error) {
        super(sentence(id, state, error));
        this.id = id;
        this.state = state;
        this.error = error;
    }

    private static String sentence(String id, TaskState state, TaskError error) {
        return switch (state) {
            case CANCELLED, EXPIRED -> error.message();
            default -> "Task " + id + " failed with " + error.exception() + ": " + error.message();
        };
    }

    /** The task's id. */
    public String id() {
        return id;
    }

    /** How it ended. */
    public TaskState state() {
        return state;
    }

    /** What went wrong. */
    public TaskError error() {
        return error;
    }
}
