package io.trireme.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoPlanTest {
    @Test
    void survives_being_arguments() {
        var plan = new DemoPlan(12, true, List.of(Path.of("/a b"), Path.of("/once")));
        var other = new DemoPlan(0, false, List.of());

        assertThat(DemoPlan.of(plan.arguments())).isEqualTo(plan);
        assertThat(DemoPlan.of(other.arguments())).isEqualTo(other);
    }

    @Test
    void is_about_this_project_and_the_jdk_unless_it_names_directories() {
        Path here = Path.of("").toAbsolutePath();

        try (var files = new DemoPlan(0, true, List.of()).files()) {
            assertThat(files)
                    .toIterable()
                    .contains(here.resolve("pom.xml"), Path.of(System.getProperty("java.home"), "lib", "modules"))
                    .noneMatch(
                            file -> file.startsWith(here.resolve("target")) || file.startsWith(here.resolve(".git")));
        }
    }

    @Test
    void a_low_limit_of_open_files_means_fewer_pages_at_once() {
        assertThat(OpenFiles.pages(1_024)).isEqualTo(212);
        assertThat(OpenFiles.pages(256)).isEqualTo(1);
        assertThat(OpenFiles.pages(1_048_576)).isGreaterThan(4_000);
    }
}
