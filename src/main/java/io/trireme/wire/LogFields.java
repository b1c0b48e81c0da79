package io.trireme.wire;

/** What the log context calls a task's parts, in whichever process the line is written. */
public final class LogFields {
    public static final String TASK_ID = "task.id";
    public static final String TASK_TYPE = "task.type";
    public static final String TASK_QUEUE = "task.queue";

    private LogFields() {}
}
