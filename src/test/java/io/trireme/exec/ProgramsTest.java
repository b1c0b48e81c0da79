package io.trireme.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Fault;
import io.trireme.TriremeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    Path directory;

    @Test
    void a_name_is_looked_for_in_the_path_and_a_path_is_not() throws IOException {
        Path program = program(directory.resolve("bin"), "tool");

        assertThat(Programs.find("tool", Path.of(""), "/nowhere:" + directory.resolve("bin")))
                .isEqualTo(program);
        assertThat(Programs.find("bin/tool", directory, "/nowhere")).isEqualTo(program);
        assertThat(Programs.find(program.toString(), Path.of(""), "")).isEqualTo(program);
    }

    @Test
    void what_is_not_there_is_named() {
        assertThatThrownBy(() -> Programs.find("no-such-tool", Path.of(""), "/nowhere:/bin"))
                .hasMessageContaining("no such program in the directories of PATH (/nowhere:/bin)");
        assertThatThrownBy(() -> Programs.find("./tool", directory, "")).hasMessageContaining(directory + "/tool");
        assertThatThrownBy(() -> Programs.find("", directory, "/bin")).hasMessageContaining("name is empty");
    }

    @Test
    void what_may_not_be_executed_is_named() throws IOException {
        Files.writeString(directory.resolve("script"), "#!/bin/sh\n");

        assertThatThrownBy(() -> Programs.find("./script", directory, "")).hasMessageContaining("may not execute");
        assertThatThrownBy(() -> Programs.find("script", Path.of(""), directory.toString()))
                .hasMessageContaining("may not execute " + directory.resolve("script"));
        assertThatThrownBy(() -> Programs.find("./", directory, "")).hasMessageContaining("may not execute");
    }

    @Test
    void a_program_that_cannot_be_run_fails_the_start_with_a_sentence() {
        assertThatThrownBy(() -> Shell.program("no-such-tool").check())
                .isInstanceOfSatisfying(TriremeException.class, unusable -> assertThat(unusable.fault())
                        .isEqualTo(Fault.COMMAND_UNUSABLE))
                .hasMessageContaining(
                        "Command 'no-such-tool' of queue 'queue' cannot be run: there is no such program");
    }

    private static Path program(Path folder, String name) throws IOException {
        Path file = Files.writeString(Files.createDirectories(folder).resolve(name), "#!/bin/sh\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
