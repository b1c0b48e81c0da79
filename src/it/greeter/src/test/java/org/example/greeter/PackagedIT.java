package org.example.greeter;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jboss.jandex.IndexReader;
import org.junit.jupiter.api.Test;

/** What of Trireme came into the packaged application, and what did not. */
class PackagedIT {
    private static final Path APP = Path.of("target/quarkus-app");
    private static final Path LIBRARIES = APP.resolve("lib/main");

    @Test
    void the_jar_brings_the_library_and_nothing_of_the_service() throws IOException {
        try (JarFile jar = new JarFile(trireme().toFile())) {
            Set<String> entries = jar.stream().map(ZipEntry::getName).collect(toSet());

            assertThat(entries).contains("META-INF/jandex.idx", "io/trireme/Publisher.class");
            assertThat(entries).doesNotContain("application.properties");
            assertThat(entries).noneMatch(entry -> entry.startsWith("io/trireme/examples"));
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isNull();
        }
    }

    @Test
    void its_index_lists_just_the_classes_that_it_has() throws IOException {
        try (JarFile jar = new JarFile(trireme().toFile());
                InputStream index = jar.getInputStream(jar.getEntry("META-INF/jandex.idx"))) {
            var indexed = new IndexReader(index)
                    .read().getKnownClasses().stream()
                            .map(type -> type.name().toString('/') + ".class")
                            .collect(toSet());

            assertThat(jar.stream().map(ZipEntry::getName).filter(entry -> entry.endsWith(".class")))
                    .containsExactlyInAnyOrderElementsOf(indexed);
        }
    }

    @Test
    void the_optional_dependencies_stay_away() throws IOException {
        try (var libraries = Files.list(LIBRARIES)) {
            assertThat(libraries.map(library -> library.getFileName().toString()))
                    .noneMatch(name -> name.matches(".*(kafka_2|kafka-server|kafka-metadata|kafka-streams|scala|picocli"
                            + "|progressbar|messaging).*"));
        }
    }

    @Test
    void the_main_class_is_the_one_that_quarkus_makes() throws IOException {
        try (JarFile generated = new JarFile(
                        APP.resolve("quarkus/generated-bytecode.jar").toFile());
                InputStream main =
                        generated.getInputStream(generated.getEntry("io/quarkus/runner/GeneratedMain.class"))) {
            assertThat(new String(main.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("io.trireme", "io/trireme");
        }
    }

    @Test
    void what_needs_reactive_messaging_is_in_the_jar_and_no_bean_of_this_application() throws IOException {
        try (JarFile jar = new JarFile(trireme().toFile());
                JarFile generated = new JarFile(
                        APP.resolve("quarkus/generated-bytecode.jar").toFile())) {
            assertThat(jar.getEntry("io/trireme/channel/TriremeConnector.class"))
                    .isNotNull();
            assertThat(generated.stream().map(ZipEntry::getName))
                    .anyMatch(name -> name.contains("io/trireme/consume/Consumers_Bean"))
                    .noneMatch(name -> name.contains("TriremeConnector") || name.contains("PayloadConverter"));
        }
    }

    @Test
    void timers_without_kafka_streams_fail_the_start_with_a_sentence() throws Exception {
        Path log = Path.of("target/schedule.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dtrireme.roles=schedule",
                        "-Dquarkus.http.port=0",
                        "-jar",
                        APP.resolve("quarkus-run.jar").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(process.exitValue()).isNotZero();
            assertThat(log).content().contains("The role schedule needs Kafka Streams");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path trireme() throws IOException {
        try (var libraries = Files.list(LIBRARIES)) {
            return libraries
                    .filter(library -> library.getFileName().toString().startsWith("io.trireme.trireme-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
