package io.trireme.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegularFilesTest {
    @TempDir
    Path directory;

    @Test
    void finds_every_file_at_any_depth() throws IOException {
        Path top = file("top");
        Path deep = file("a/b/c/deep");
        Files.createDirectories(directory.resolve("a/empty"));

        assertThat(found(List.of(directory), Set.of())).containsExactlyInAnyOrder(top, deep);
    }

    @Test
    void does_not_follow_links() throws IOException {
        Path file = file("file");
        Files.createSymbolicLink(directory.resolve("link"), file);
        Files.createSymbolicLink(directory.resolve("circle"), directory);

        assertThat(found(List.of(directory), Set.of())).containsExactly(file);
    }

    @Test
    void leaves_out_what_is_excluded() throws IOException {
        Path file = file("src/target");
        file("target/built");

        assertThat(found(List.of(directory), Set.of(directory.resolve("target"))))
                .containsExactly(file);
    }

    @Test
    void goes_on_when_a_directory_is_gone() throws IOException {
        Path file = file("there/file");

        try (var files = new RegularFiles(List.of(directory.resolve("gone"), directory.resolve("there")), Set.of())) {
            assertThat(files).toIterable().containsExactly(file);
            assertThat(files.unreadable()).isEqualTo(1);
        }
    }

    @Test
    void ends_when_it_is_closed() throws IOException {
        file("one");
        file("two");

        var files = new RegularFiles(List.of(directory), Set.of());
        files.next();
        files.close();

        assertThat(files.hasNext()).isFalse();
        assertThatThrownBy(files::next).isInstanceOf(NoSuchElementException.class);
    }

    private Path file(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    private static List<Path> found(List<Path> roots, Set<Path> excluded) {
        try (var files = new RegularFiles(roots, excluded)) {
            Iterable<Path> all = () -> files;
            return StreamSupport.stream(all.spliterator(), false).toList();
        }
    }
}
