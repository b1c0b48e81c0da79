package io.trireme;

/** What is known of a task whose result is kept. */
public enum TaskState {
    /** Nothing has been told of it: it waits, or it runs and its queue does not tell. */
    PENDING,
    /** An attempt runs; told where the queue's settings say so, or the handler tells how far it is. */
    STARTED,
    /** An attempt failed and another one follows; told where the queue's settings say so. */
    RETRYING,
    /** It is done. */
    SUCCEEDED,
    /** It gave up, or its result cannot be kept. */
    FAILED,
    /** It was revoked before it started, or cancelled while it ran. */
    CANCELLED,
    /** Its time was over before it was started. */
    EXPIRED;

    /** Whether nothing follows. */
    public boolean isFinal() {
        return switch (this) {
            case PENDING, STARTED, RETRYING -> false;
            case SUCCEEDED, FAILED, CANCELLED, EXPIRED -> true;
        };
    }
}
