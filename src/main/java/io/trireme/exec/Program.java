package io.trireme.exec;

import io.trireme.ExecSettings;
import io.trireme.Fault;
import io.trireme.TaskContext;
import io.trireme.process.ProcessTree;
import io.trireme.process.ProcessTrees;
import io.trireme.wire.QueueKeys;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that is the handler of a queue: what is started, and within which bounds. Immutable.
 *
 * @param queue the queue
 * @param name the program as it was configured
 * @param arguments its arguments
 * @param directory where it runs
 * @param maxOutputBytes most bytes of an answer
 * @param killGrace how long it may take to end when it is told to
 */
record Program(
        String queue, String name, List<Template> arguments, Path directory, int maxOutputBytes, Duration killGrace) {
    private static final int MOST_OUTPUT = 1 << 30;

    /** @throws io.trireme.TriremeException naming the setting and the way out */
    Program {
        arguments = List.copyOf(arguments);
        if (maxOutputBytes < 1 || maxOutputBytes > MOST_OUTPUT) {
            throw Fault.SETTING_WRONG.because(
                    key(queue) + "max-output-bytes", maxOutputBytes, "use a number from 1 to " + MOST_OUTPUT + ".");
        }
        if (killGrace.isNegative()) {
            throw Fault.SETTING_WRONG.because(key(queue) + "kill-grace", killGrace, "use a duration of 0s or more.");
        }
    }

    static String key(String queue) {
        return QueueKeys.prefix(queue) + "exec.";
    }

    /** The program that {@code settings} name, if they do. */
    static Optional<Program> of(String queue, ExecSettings settings) {
        return settings.command().filter(command -> !command.isEmpty()).map(command -> {
            try {
                return new Program(
                        queue,
                        command.getFirst(),
                        command.stream().skip(1).map(Template::new).toList(),
                        Path.of(settings.directory().orElse("")),
                        settings.maxOutputBytes(),
                        settings.killGrace());
            } catch (IllegalArgumentException wrong) {
                throw Fault.COMMAND_UNUSABLE.causedBy(wrong, command.getFirst(), queue, wrong.getMessage());
            }
        });
    }

    /** @throws io.trireme.TriremeException {@link Fault#COMMAND_UNUSABLE} */
    void check() {
        file();
    }

    private Path file() {
        try {
            if (!Files.isDirectory(directory.toAbsolutePath())) {
                throw new IllegalArgumentException("there is no directory " + directory.toAbsolutePath()
                        + " for it to run in. Create it, or correct exec.directory.");
            }
            return Programs.find(name, directory, System.getenv().getOrDefault("PATH", ""));
        } catch (IllegalArgumentException unusable) {
            throw Fault.COMMAND_UNUSABLE.causedBy(unusable, name, queue, unusable.getMessage());
        }
    }

    /** Starts it for one task. */
    ProcessTree start(TaskContext task, ProcessTrees trees) {
        return start(
                trees, arguments.stream().map(argument -> argument.fill(task)).toList(), TaskEnvironment.of(task));
    }

    /**
     * The arguments, which depend on no task.
     *
     * @throws io.trireme.TriremeException {@link Fault#COMMAND_UNUSABLE} when one does
     */
    List<String> fixedArguments() {
        try {
            return arguments.stream().map(Template::fixed).toList();
        } catch (IllegalArgumentException varying) {
            throw Fault.COMMAND_UNUSABLE.causedBy(varying, name, queue, varying.getMessage());
        }
    }

    /** Starts it for any number of tasks. */
    ProcessTree start(List<String> fixed, ProcessTrees trees) {
        return start(trees, fixed, Map.of("TRIREME_QUEUE", queue));
    }

    private ProcessTree start(ProcessTrees trees, List<String> filled, Map<String, String> environment) {
        var command = new ArrayList<String>();
        command.add(file().toString());
        command.addAll(filled);
        var builder = new ProcessBuilder(command);
        if (!directory.toString().isEmpty()) {
            builder.directory(new File(directory.toString()));
        }
        builder.environment().putAll(environment);
        try {
            return trees.start(builder);
        } catch (IOException unusable) { // a script whose interpreter is missing, or no more processes
            throw Fault.COMMAND_UNUSABLE.causedBy(unusable, name, queue, unusable.getMessage() + ".");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
