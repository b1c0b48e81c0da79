package io.trireme.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How tests start JVMs with their own class path: small ones that start quickly, since a run starts dozens on two processors.
 *
 * <p>Half of such a start goes into loading the classes of Kafka's clients. An archive of them (JEP 350) is made by the first
 * that asks; it takes no folders on the class path, so those become jars.
 */
public final class ChildJvm {
    private static final List<String> OPTIONS = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

    /** The jars whose classes go into the archive: our own, and what most of the time goes into. */
    private static final Pattern WORTH_IT =
            Pattern.compile("(target/children/.*|/kafka-(clients|streams)[^/]*)\\.jar$");

    private static final ChildJvm ONLY = make();

    private final String classPath;
    private final Path archive;

    private ChildJvm(String classPath, Path archive) {
        this.classPath = classPath;
        this.archive = archive;
    }

    /** The command that runs this class; arguments are to be added. */
    public static List<String> command(Class<?> main) {
        return ONLY.command("-XX:SharedArchiveFile=", main);
    }

    private List<String> command(String archiveOption, Class<?> main) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", archiveOption + archive, "-cp", classPath));
        command.add(main.getName());
        return command;
    }

    private static ChildJvm make() {
        try {
            Path directory = Files.createDirectories(Path.of("target", "children"));
            Path own = Files.createTempDirectory(directory, "jvm-"); // test JVMs may run side by side
            var classPath = new ArrayList<String>();
            for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator)) {
                Path path = Path.of(entry);
                classPath.add(
                        Files.isDirectory(path)
                                ? jar(path, own.resolve(classPath.size() + ".jar"))
                                        .toString()
                                : entry);
            }
            var jvm = new ChildJvm(String.join(File.pathSeparator, classPath), own.resolve("classes.jsa"));
            jvm.archive();
            try (Stream<Path> made = Files.list(own)) {
                own.toFile().deleteOnExit(); // the last to be named goes first
                made.map(Path::toFile).forEach(File::deleteOnExit);
            }
            return jvm;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void archive() throws IOException {
        List<String> command = command("-XX:ArchiveClassesAtExit=", ChildJvmArchive.class);
        Stream.of(classPath.split(File.pathSeparator))
                .filter(jar -> WORTH_IT.matcher(jar).find())
                .forEach(command::add);
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("no archive of classes was made");
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Path jar(Path directory, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                var out = new JarOutputStream(file);
                Stream<Path> inside = Files.walk(directory)) {
            out.setLevel(0);
            for (Path path : (Iterable<Path>) inside.filter(Files::isRegularFile)::iterator) {
                out.putNextEntry(new JarEntry(directory.relativize(path).toString()));
                Files.copy(path, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
