package io.trireme;

/** Thrown by a handler for a task that no attempt can do: it goes to the dead letters at once. */
public final class TaskRejected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message why; it is kept with the dead letter */
    public TaskRejected(String message) {
        super(message);
    }

    /**
     * @param message why; it is kept with the dead letter
     * @param cause what showed it
     */
    public TaskRejected(String message, Throwable cause) {
        super(message, cause);
    }
}
