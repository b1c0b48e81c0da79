package io.trireme.channel;

import io.trireme.TaskContext;
import java.util.Map;
import java.util.Optional;

/**
 * Metadata of an incoming message: the task that it stands for. A method may take it as a parameter beside its payload.
 *
 * <pre>{@code
 * @Incoming("images")
 * void shrink(Image image, IncomingTask task) { ... }
 * }</pre>
 *
 * @param context the attempt, as handlers see it; valid until the message is settled
 */
public record IncomingTask(TaskContext context) {
    /** The task's id. */
    public String id() {
        return context.id();
    }

    /** The task's type. */
    public String type() {
        return context.type();
    }

    /** The queue that the task came through. */
    public String queue() {
        return context.queue();
    }

    /** The ordering key, if it has one. */
    public Optional<String> key() {
        return context.key();
    }

    /** Which try this is, from 1. */
    public int attempt() {
        return context.attempt();
    }

    /** All headers as text; of several with one name the last. */
    public Map<String, String> headers() {
        return context.headers();
    }
}
