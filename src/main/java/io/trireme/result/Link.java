package io.trireme.result;

import io.trireme.wire.Topics;
import java.util.Optional;

/**
 * A queue that a task goes to which follows from another one.
 *
 * @param type the task's type
 */
public record Link(String queue, String type) {
    /** Of {@code queue} or {@code queue/type}; empty if it is neither. */
    public static Optional<Link> of(String text) {
        int slash = text.indexOf('/');
        String queue = slash < 0 ? text : text.substring(0, slash);
        String type = slash < 0 ? queue : text.substring(slash + 1);
        return Topics.isQueue(queue) && !type.isEmpty() ? Optional.of(new Link(queue, type)) : Optional.empty();
    }
}
