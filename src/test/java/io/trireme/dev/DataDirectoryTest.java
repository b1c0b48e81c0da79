package io.trireme.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @Test
    void a_temporary_one_is_deleted_with_all_that_is_in_it() throws IOException {
        var directory = DataDirectory.open(Optional.empty());
        Files.writeString(
                Files.createDirectories(directory.path().resolve("topic-0")).resolve("0.log"), "data");

        directory.close();
        directory.close();

        assertThat(directory.path()).doesNotExist();
    }

    @Test
    void a_given_one_stays_and_can_be_opened_again(@TempDir Path path) throws IOException {
        DataDirectory.open(Optional.of(path)).close();

        try (var again = DataDirectory.open(Optional.of(path))) {
            assertThat(again.path()).isDirectory();
        }
    }

    @Test
    void one_in_use_is_refused_with_the_way_out(@TempDir Path path) throws IOException {
        try (var first = DataDirectory.open(Optional.of(path))) {
            assertThatThrownBy(() -> DataDirectory.open(Optional.of(first.path())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("name another directory");
        }
    }
}
