package io.trireme.wire;

import io.trireme.TaskContext;

/**
 * Reads the payloads of one handler; prepared once by {@link PayloadCodec}, since preparing is what costs.
 *
 * <p>Immutable; called by any number of threads at once.
 */
public interface PayloadReader {
    /**
     * Reads the payload of the task.
     *
     * @throws PayloadException if there is none and the type needs one, or if it is not what the type needs
     */
    Object read(TaskContext task) throws PayloadException;

    /** What is read, for people: {@code List<Image>}. */
    String describe();
}
