package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildCommandTest {
    @TempDir
    Path directory;

    @Test
    void a_child_has_the_properties_of_its_parent_and_a_heap_of_its_own() {
        var command = ChildCommand.of(
                List.of("-Xmx4g", "-Da=b", "--enable-native-access=ALL-UNNAMED", "-agentlib:jdwp=x", "-XX:+UseZGC"),
                List.of("-Xmx64m"),
                "x.jar",
                "Main");

        assertThat(command.arguments())
                .contains("-Da=b", "--enable-native-access=ALL-UNNAMED", "-Xmx64m", "-XX:+UseSerialGC")
                .doesNotContain("-Xmx4g", "-agentlib:jdwp=x", "-XX:+UseZGC")
                .endsWith("-cp", "x.jar", "Main");
    }

    @Test
    void a_collector_of_ones_own_is_the_only_one() {
        var command = ChildCommand.of(List.of(), List.of("-XX:+UseParallelGC"), "x.jar", "Main");

        assertThat(command.arguments()).doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void a_class_path_of_any_length_and_spelling_fits() throws Exception {
        String classPath = "/no such/\"folder\"\\/a.jar:".repeat(200_000) + System.getProperty("java.class.path");
        var command = ChildCommand.of(List.of(), List.of("-Dkept=a b\\c"), classPath, EchoMain.class.getName());

        Process process = new ProcessBuilder(command.in(directory.resolve("arguments")))
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes())).isEqualTo("a b\\c " + classPath.length());
    }

    @Test
    void what_a_jar_opens_to_its_program_is_open_to_a_child() throws Exception {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang java.base/java.util");
        Path jar = directory.resolve("run.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();

        assertThat(ClassPath.access(jar.toString()))
                .containsExactly(
                        "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.util=ALL-UNNAMED");
        assertThat(ClassPath.access(directory.toString())).isEmpty();
        assertThat(ClassPath.access(System.getProperty("java.class.path"))).isEmpty();
    }

    @Test
    void a_quarkus_application_is_a_plain_class_path_to_a_child() throws IOException {
        for (String file : List.of(
                "quarkus-run.jar",
                "quarkus/quarkus-application.dat",
                "quarkus/generated-bytecode.jar",
                "app/app.jar",
                "lib/boot/b.jar",
                "lib/main/n.jar",
                "lib/main/m.jar")) {
            Files.createDirectories(directory.resolve(file).getParent());
            Files.createFile(directory.resolve(file));
        }
        String jar = directory.resolve("quarkus-run.jar").toString();

        assertThat(ClassPath.ofChild(jar).replace(directory + "/", ""))
                .isEqualTo("quarkus/generated-bytecode.jar:app/app.jar:lib/boot/b.jar:lib/main/m.jar:lib/main/n.jar");
        assertThat(ClassPath.ofChild("a.jar:b.jar")).isEqualTo("a.jar:b.jar");
    }

    /** Prints what it was started with. */
    static final class EchoMain {
        public static void main(String[] args) {
            System.out.print(System.getProperty("kept") + " "
                    + System.getProperty("java.class.path").length());
        }
    }
}
