package io.trireme.channel;

import io.trireme.Task;
import java.util.function.UnaryOperator;

/**
 * Metadata of an outgoing message: what its task has beside the payload.
 *
 * <pre>{@code
 * emitter.send(Message.of(image).addMetadata(OutgoingTask.with(task -> task.withKey("ada").withDelay(anHour))));
 * }</pre>
 *
 * @param refinement gets the task that the channel would publish, and gives the one that it shall; called once, on the channel's thread
 */
public record OutgoingTask(UnaryOperator<Task> refinement) {
    /** Whatever a {@link Task} can have. */
    public static OutgoingTask with(UnaryOperator<Task> refinement) {
        return new OutgoingTask(refinement);
    }

    /** An ordering key. */
    public static OutgoingTask withKey(String key) {
        return new OutgoingTask(task -> task.withKey(key));
    }
}
