package io.trireme.exec;

import io.trireme.TaskContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A task as variables of a program's environment.
 *
 * <p>Names are made of letters, digits and underscores and begin with ours, so that no header can set {@code PATH} or
 * {@code LD_PRELOAD}. A system bounds what a program may be started with: what does not fit is left out, and counted in
 * {@code TRIREME_LEFT_OUT}.
 */
final class TaskEnvironment {
    static final String HEADER = "TRIREME_HEADER_";

    /** Longest value, in characters. */
    static final int LONGEST = 8 * 1024;

    /** All of them together, in characters. */
    static final int MOST = 256 * 1024;

    private final Map<String, String> variables = new LinkedHashMap<>();
    private int size;
    private int leftOut;

    private TaskEnvironment() {}

    static Map<String, String> of(TaskContext task) {
        var environment = new TaskEnvironment();
        environment.put("TRIREME_ID", task.id());
        environment.put("TRIREME_TYPE", task.type());
        environment.put("TRIREME_QUEUE", task.queue());
        task.key().ifPresent(key -> environment.put("TRIREME_KEY", key));
        environment.put("TRIREME_ATTEMPT", Integer.toString(task.attempt()));
        environment.put("TRIREME_PARTITION", Integer.toString(task.partition()));
        environment.put("TRIREME_OFFSET", Long.toString(task.offset()));
        environment.put("TRIREME_PUBLISHED_AT", task.publishedAt().toString());
        task.contentType().ifPresent(type -> environment.put("TRIREME_CONTENT_TYPE", type));
        task.traceparent().ifPresent(trace -> environment.put("TRACEPARENT", trace));
        task.headers().forEach((name, value) -> environment.put(HEADER + sanitised(name), value));
        if (environment.leftOut > 0) {
            environment.variables.put("TRIREME_LEFT_OUT", Integer.toString(environment.leftOut));
        }
        return environment.variables;
    }

    private void put(String name, String value) {
        int more = name.length() + value.length();
        if (value.length() > LONGEST || name.length() > LONGEST || size + more > MOST || value.indexOf('\0') >= 0) {
            leftOut++;
        } else {
            size += more;
            variables.put(name, value);
        }
    }

    static String sanitised(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    }
}
