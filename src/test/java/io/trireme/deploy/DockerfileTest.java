package io.trireme.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the image and the chart have to agree on; that the image works, {@link ImageIT} shows. */
class DockerfileTest {
    private final List<String> lines = read();

    @Test
    void the_image_runs_as_the_user_that_the_chart_names() {
        JsonNode user = Manifests.pod(Chart.rendered(Chart.LEAST).one("Deployment", "all"))
                .path("securityContext");

        assertThat(lines)
                .contains("USER " + user.path("runAsUser").asText() + ":"
                        + user.path("runAsGroup").asText());
    }

    @Test
    void its_entry_point_takes_the_arguments_of_the_chart_and_its_path_the_commands_of_people() {
        assertThat(lines)
                .contains(
                        "ENTRYPOINT [\"/opt/trireme/trireme\"]", "CMD [\"work\"]", "ENV PATH=\"/opt/trireme:${PATH}\"");
    }

    @Test
    void every_stage_begins_with_the_base_that_can_be_chosen() {
        assertThat(lines.stream().filter(line -> line.startsWith("FROM ")))
                .hasSize(2)
                .allMatch(line -> line.startsWith("FROM ${BASE_IMAGE}"));
    }

    @Test
    void the_heap_is_a_share_of_the_memory_and_leaves_room_for_what_is_beside_it() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/docker/java.options")))
                .contains("-XX:MaxRAMPercentage=60", "-XX:AOTCache=/opt/trireme/trireme.aot");
    }

    private static List<String> read() {
        try {
            return Files.readAllLines(Path.of("Dockerfile"));
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }
}
