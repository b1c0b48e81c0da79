package io.trireme.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Podman, with the options that it needs on this machine. Owned by the test. */
final class Podman {
    /** What a machine may want: nothing; or, itself a container, another runtime and no higher limits than its own. */
    private static final List<List<String>> GLOBAL =
            List.of(List.of(), List.of("--runtime", "runc", "--cgroup-manager", "cgroupfs"));

    private static final List<List<String>> LIMITS =
            List.of(List.of(), List.of("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"));
    private static final int PATIENCE_SECONDS = 110;

    private final List<String> global;
    private final List<String> limits;

    private Podman(List<String> global, List<String> limits) {
        this.global = global;
        this.limits = limits;
    }

    /** Whether there is one at all. */
    static boolean isInstalled() throws Exception {
        return exists("podman") && Process.of("podman", "--version").code() == 0;
    }

    private static boolean exists(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /** One that can run a container of this image; empty if none of the ways does. */
    static Optional<Podman> thatRuns(String image) throws Exception {
        for (List<String> global : GLOBAL) {
            for (List<String> limits : LIMITS) {
                var podman = new Podman(global, limits);
                if (Process.of(podman.command("run", "--rm", "--network", "host", image, "ls", "/"))
                                .code()
                        == 0) {
                    return Optional.of(podman);
                }
            }
        }
        return Optional.empty();
    }

    /** Runs {@code podman run} or {@code build}, and gives what it printed. */
    String start(String verb, String... arguments) throws Exception {
        return output(command(verb, arguments));
    }

    /** Runs another command of podman, and gives what it printed. */
    String ask(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("podman"));
        command.addAll(global);
        command.addAll(List.of(arguments));
        return output(command.toArray(String[]::new));
    }

    private String[] command(String verb, String... arguments) {
        var command = new ArrayList<>(List.of("podman"));
        command.addAll(global);
        command.add(verb);
        command.addAll(limits);
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    /** Runs any program, and gives what it printed; a failure is the test's. */
    static String output(String... command) throws Exception {
        Process ended = Process.of(command);
        if (ended.code() != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + ended.code() + ": " + ended.output());
        }
        return ended.output();
    }

    private record Process(int code, String output) {
        static Process of(String... command) throws IOException, InterruptedException {
            Path output = Files.createTempFile("podman", ".log");
            try {
                java.lang.Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            String.join(" ", command) + " takes too long: " + Files.readString(output));
                }
                return new Process(process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        }
    }
}
