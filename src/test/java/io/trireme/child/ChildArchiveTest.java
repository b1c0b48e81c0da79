package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildArchiveTest {
    @TempDir
    Path directory;

    @Test
    void children_with_other_settings_or_more_memory_share_an_archive_and_others_do_not() throws IOException {
        Path plain = archive().file();

        assertThat(archive(
                                "-Dsetting=b",
                                "-Xmx64m",
                                "-Xms8m",
                                "-Xss512k",
                                "-XX:MaxMetaspaceSize=64m",
                                "-XX:MaxRAMPercentage=20")
                        .file())
                .isEqualTo(plain);
        assertThat(archive("-XX:+UseParallelGC").file()).isNotEqualTo(plain);
        assertThat(archive("-XX:TieredStopAtLevel=1").file()).isNotEqualTo(plain);
    }

    @Test
    void it_is_made_where_the_directory_can_be_and_nowhere_else() throws IOException {
        assertThat(in(directory.resolve("to/be/made")).canBeMade()).isTrue();
        assertThat(in(Path.of("/proc/self/children")).canBeMade()).isFalse();
        assertThat(archive().isMade()).isFalse();
    }

    private ChildArchive archive(String... options) throws IOException {
        return ChildArchive.in(directory, command(options));
    }

    private static ChildArchive in(Path place) throws IOException {
        return ChildArchive.in(place, command());
    }

    private static ChildCommand command(String... options) {
        return ChildCommand.of(List.of("-Dsetting=a"), List.of(options), "a.jar", "Main");
    }
}
