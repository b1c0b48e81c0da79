package io.trireme;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What went wrong with a task, as data: it travels between processes, which need not share the class that was thrown.
 *
 * @param reason the fault of the catalogue that settled the task
 * @param exception the name of the class that was thrown
 * @param message its message, cut at {@link #LONGEST_MESSAGE}
 * @param stack its stack as text, cut at {@link #LONGEST_STACK}
 */
public record TaskError(Fault reason, String exception, String message, Optional<String> stack) {
    /** Longest message kept, in characters. */
    public static final int LONGEST_MESSAGE = 2_048;

    /** Longest stack kept, in characters. */
    public static final int LONGEST_STACK = 16_384;

    public TaskError {
        message = cut(message, LONGEST_MESSAGE);
        stack = stack.map(text -> cut(text, LONGEST_STACK));
    }

    /** What was thrown, as data. */
    public static TaskError of(Fault reason, Throwable thrown) {
        return new TaskError(
                reason,
                thrown instanceof ThrownElsewhere elsewhere
                        ? elsewhere.type()
                        : thrown.getClass().getName(),
                told(() -> String.valueOf(thrown.getMessage())),
                Optional.of(told(() -> stack(thrown))));
    }

    /** The same without its stack. */
    public TaskError withoutStack() {
        return new TaskError(reason, exception, message, Optional.empty());
    }

    /** What the exception says of itself; it is the user's, and may throw while it does. */
    private static String told(Supplier<String> what) {
        try {
            return what.get();
        } catch (RuntimeException broken) {
            return "(the exception cannot tell: " + broken.getClass().getName() + ")";
        }
    }

    private static String stack(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }
}
