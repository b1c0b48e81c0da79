package io.trireme.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.TaskRejected;
import io.trireme.examples.Digest.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestTest {
    private final Digest digest = new Digest(Path.of("/"));

    @TempDir
    Path directory;

    @Test
    void says_what_is_in_a_file() throws IOException {
        Path file = Files.writeString(directory.resolve("abc"), "abc");

        assertThat(digest.digest(file.toString()))
                .isEqualTo(new FileDigest(
                        file.toString(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 0, 3));
    }

    @Test
    void an_empty_file_has_a_digest_and_no_lines() throws IOException {
        Path file = Files.createFile(directory.resolve("empty"));

        assertThat(digest.digest(file.toString()))
                .isEqualTo(new FileDigest(
                        file.toString(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0, 0));
    }

    @Test
    void lines_are_counted_as_wc_counts_them() throws IOException {
        assertThat(lines("one\n")).isEqualTo(1);
        assertThat(lines("one\ntwo")).isEqualTo(1);
        assertThat(lines("one\r\n\r\nthree\r\n")).isEqualTo(3);
        assertThat(lines("x".repeat(65_535) + "\n\n" + "y".repeat(70_000) + "\n"))
                .isEqualTo(3);
    }

    @Test
    void what_is_no_file_is_rejected_and_not_tried_again() {
        assertThatThrownBy(() -> digest.digest(directory.resolve("vanished").toString()))
                .isInstanceOf(TaskRejected.class)
                .hasMessageContaining("vanished");
        assertThatThrownBy(() -> digest.digest(directory.toString())).isInstanceOf(TaskRejected.class);
        assertThatThrownBy(() -> digest.digest("\0")).isInstanceOf(TaskRejected.class);
    }

    @Test
    void its_folder_may_be_named_in_a_roundabout_way() throws IOException {
        Path file = Files.createFile(directory.resolve("empty"));

        FileDigest found = new Digest(directory.resolve("x/..")).digest(file.toString());

        assertThat(found.bytes()).isZero();
    }

    @Test
    void what_lies_elsewhere_is_rejected() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Path outside = Files.createFile(directory.resolve("outside"));

        assertThatThrownBy(() -> new Digest(folder).digest(folder + "/../" + outside.getFileName()))
                .isInstanceOf(TaskRejected.class);
    }

    private long lines(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("text"), text);
        return digest.digest(file.toString()).lines();
    }
}
