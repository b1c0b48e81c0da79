package io.trireme.child;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a child JVM is started: with this one's system properties and access to modules, but not its heap, collector and agents,
 * which are its own. All of it goes into an argument file, since a class path may be too long for a command line.
 *
 * @param java the program
 * @param arguments of it
 */
record ChildCommand(Path java, List<String> arguments) {
    private static final List<String> INHERITED = List.of(
            "-D",
            "--add-opens",
            "--add-exports",
            "--add-modules",
            "--enable-native-access",
            "--enable-preview",
            "--sun-misc-unsafe-memory-access",
            "-ea",
            "-da",
            "-esa");

    /** Opens a port, which can be one process's alone. */
    private static final String JMX = "-Dcom.sun.management.";

    /**
     * For a child of this process.
     *
     * @param own for children alone
     * @param main what it runs
     */
    static ChildCommand ofThisProcess(List<String> own, Class<?> main) throws IOException {
        String classPath = System.getProperty("java.class.path");
        var options = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        options.addAll(ClassPath.access(classPath));
        return of(options, own, ClassPath.ofChild(classPath), main.getName());
    }

    /**
     * @param options of this JVM
     * @param own for children alone
     * @param classPath of the child
     * @param main what it runs
     */
    static ChildCommand of(List<String> options, List<String> own, String classPath, String main) {
        var arguments = new ArrayList<String>();
        if (own.stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
            arguments.add("-XX:+UseSerialGC"); // one attempt at a time, and as small as can be
        }
        arguments.add("-Xms16m"); // what a start leaves behind is not kept for later
        arguments.add("-XX:+ExitOnOutOfMemoryError"); // what is left after one is no process to go on with
        arguments.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        options.stream()
                .filter(option -> INHERITED.stream().anyMatch(option::startsWith) && !option.startsWith(JMX))
                .forEach(arguments::add);
        arguments.addAll(own);
        arguments.addAll(List.of("-cp", classPath, main));
        return new ChildCommand(Path.of(System.getProperty("java.home"), "bin", "java"), arguments);
    }

    /** The same with these options in front. */
    ChildCommand with(List<String> options) {
        return new ChildCommand(
                java, Stream.concat(options.stream(), arguments.stream()).toList());
    }

    String classPath() {
        return arguments.get(arguments.indexOf("-cp") + 1);
    }

    /** Writes the arguments to {@code file}, and says what is to be started. */
    List<String> in(Path file) throws IOException {
        Files.writeString(
                file, arguments.stream().map(ChildCommand::quoted).collect(Collectors.joining("\n", "", "\n")));
        return from(file);
    }

    /** What is to be started when the arguments are in {@code file}. */
    List<String> from(Path file) {
        return List.of(java.toString(), "@" + file);
    }

    /** As the launcher reads argument files. */
    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
