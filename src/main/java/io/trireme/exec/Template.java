package io.trireme.exec;

import io.trireme.Fault;
import io.trireme.TaskContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An argument of a command in which names in double braces stand for something of the task: {@code {{id}}}. The only way
 * by which anything of a task becomes an argument.
 *
 * @param text the argument as it was configured
 */
record Template(String text) {
    /** What one argument may hold on Linux, its end among it. */
    static final int LONGEST = 128 * 1024 - 1;

    private static final String EMPTY = "empty"; // stands for nothing, as an argument that is empty has to be written

    private static final Pattern NAME = Pattern.compile("\\{\\{([a-z][a-z-]*)(?::([^{}]+))?}}");

    /** @throws IllegalArgumentException for a name that nothing stands behind; the message is a sentence */
    Template {
        Matcher names = NAME.matcher(text);
        while (names.find()) {
            if (!isKnown(names.group(1), names.group(2) != null)) {
                throw new IllegalArgumentException("'" + names.group()
                        + "' in its arguments stands for nothing. Use {{id}}, {{type}}, {{queue}}, {{key}},"
                        + " {{attempt}}, {{payload}}, {{header:NAME}} or {{empty}}.");
            }
        }
    }

    private static boolean isKnown(String name, boolean withDetail) {
        return switch (name) {
            case "id", "type", "queue", "key", "attempt", "payload", EMPTY -> !withDetail;
            case "header" -> withDetail;
            default -> false;
        };
    }

    /**
     * The argument for this task.
     *
     * @throws io.trireme.TriremeException {@link Fault#UNDECODABLE} when it cannot be an argument
     */
    String fill(TaskContext task) {
        String filled = NAME.matcher(text)
                .replaceAll(name -> Matcher.quoteReplacement(value(task, name.group(1), name.group(2))));
        if (filled.indexOf('\0') >= 0) {
            throw Fault.UNDECODABLE.because(task.id(), "an argument of the command", "it holds a zero byte");
        }
        if (filled.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw Fault.UNDECODABLE.because(
                    task.id(), "an argument of the command", "it is longer than " + LONGEST + " bytes");
        }
        return filled;
    }

    /**
     * The argument for any task.
     *
     * @throws IllegalArgumentException when it depends on the task; the message is a sentence
     */
    String fixed() {
        return NAME.matcher(text).replaceAll(name -> {
            if (!name.group(1).equals(EMPTY)) {
                throw new IllegalArgumentException("'" + name.group()
                        + "' is of one task, and with exec.mode=lines the program works on many. Leave it out.");
            }
            return "";
        });
    }

    private static String value(TaskContext task, String name, String detail) {
        return switch (name) {
            case "id" -> task.id();
            case "type" -> task.type();
            case "queue" -> task.queue();
            case "key" -> task.key().orElse("");
            case "attempt" -> Integer.toString(task.attempt());
            case "payload" -> payload(task);
            case "header" -> task.header(detail).orElse("");
            default -> "";
        };
    }

    private static String payload(TaskContext task) {
        try {
            byte[] payload = task.payload().orElse(new byte[0]);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw Fault.UNDECODABLE.causedBy(binary, task.id(), "an argument of the command", "it is not UTF-8");
        }
    }
}
