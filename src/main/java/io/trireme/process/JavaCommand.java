package io.trireme.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How another process like this one is started: the same JVM with the same options, class path and main class. */
public final class JavaCommand {
    private JavaCommand() {}

    /** The command with these arguments for the main class. */
    public static List<String> of(List<String> arguments) {
        return of(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                System.getProperty("java.class.path"),
                System.getProperty("sun.java.command"),
                arguments);
    }

    /**
     * @param options of this JVM
     * @param main what was started: the main class or the jar, and its arguments
     */
    static List<String> of(List<String> options, String classPath, String main, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        options.stream().filter(option -> !isOfOneProcess(option)).forEach(command::add);
        boolean isJar = classPath.endsWith(".jar") && (main.equals(classPath) || main.startsWith(classPath + " "));
        command.addAll(isJar ? List.of("-jar", classPath) : List.of("-cp", classPath, main.split(" ", 2)[0]));
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /** A debugger's port can be had by one process only. */
    private static boolean isOfOneProcess(String option) {
        return option.startsWith("-agentlib:jdwp") || option.startsWith("-Xrunjdwp");
    }
}
