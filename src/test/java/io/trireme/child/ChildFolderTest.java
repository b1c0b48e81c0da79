package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildFolderTest {
    private static final ChildCommand COMMAND = new ChildCommand(Path.of("java"), List.of("-Dkept=yes", "Main"));

    @TempDir
    Path parent;

    private ChildFolder folder;

    @BeforeEach
    void make() throws IOException {
        folder = new ChildFolder(parent);
    }

    @AfterEach
    void nothingIsLeft() {
        folder.close();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void a_folder_that_was_swept_is_made_anew_under_another_name_for_this_user_alone() throws IOException {
        Path swept = folder.socket().getParent();
        Files.delete(swept);

        Path anew = folder.socket().getParent();

        assertThat(anew).isDirectory().isNotEqualTo(swept);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(anew)))
                .isEqualTo("rwx------");
        assertThat(folder.socket().getParent()).isEqualTo(anew);
    }

    @Test
    void a_name_that_leads_elsewhere_by_now_is_not_followed() throws IOException {
        Path swept = folder.socket().getParent();
        Files.delete(swept);
        Files.createSymbolicLink(swept, parent);

        assertThat(folder.socket().getParent()).isNotEqualTo(swept);

        Files.delete(swept);
    }

    @Test
    void arguments_that_were_swept_are_written_again() throws IOException {
        Launch launch = folder.launch("arguments", COMMAND);
        Path file = Path.of(launch.command().getLast().substring(1));
        Files.delete(file);

        assertThat(launch.command()).containsExactly("java", "@" + file);

        assertThat(file).hasContent("\"-Dkept=yes\"\n\"Main\"\n");
    }
}
