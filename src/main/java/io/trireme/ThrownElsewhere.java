package io.trireme;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a handler threw in another process, as data: nothing of its class is loaded or made here. Prints as the original
 * would, its stack and causes among it.
 */
public final class ThrownElsewhere extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> types;

    /**
     * @param types the names of its class and its superclasses, the class itself first; at least one
     * @param message what it said
     * @param stack where it was made
     * @param cause what led to it
     */
    public ThrownElsewhere(
            List<String> types, @Nullable String message, StackTraceElement[] stack, @Nullable Throwable cause) {
        super(message, cause);
        this.types = List.copyOf(types);
        setStackTrace(stack);
    }

    /** The name of the class that was thrown. */
    public String type() {
        return types.getFirst();
    }

    /** The names of the class that was thrown and of its superclasses. */
    public List<String> types() {
        return types;
    }

    @Override
    public String toString() {
        return getMessage() == null ? type() : type() + ": " + getMessage();
    }
}
