package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Many replacements of children, in a process of its own: what that holds does not grow. */
@Tag("guarantee")
@EnabledIfSystemProperty(named = "guarantee", matches = "long") // ten thousand take minutes
class ReplacementsIT {
    private static final Path CHILD = Path.of("src", "test", "resources", "child.py");

    @TempDir
    Path directory;

    @Test
    void open_files_and_zombies_stay_flat() throws Exception {
        String python = python();
        Assumptions.assumeFalse(python.isEmpty(), "python3 is not here");
        List<String> command = ChildJvm.command(ReplacementsMain.class);
        command.addAll(List.of(
                Integer.toString(Integer.getInteger("guarantee.replacements", 10_000)),
                directory.toString(),
                python,
                "-IS", // without what it looks for on its start, which takes longer than all else
                CHILD.toString()));

        Process parent = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> held =
                new String(parent.getInputStream().readAllBytes()).lines().toList();

        assertThat(parent.waitFor()).as("%s", held).isZero();
        assertThat(held).hasSize(2).allMatch(line -> line.endsWith("children 0"));
        assertThat(files(held.getLast())).as("%s", held).isLessThanOrEqualTo(files(held.getFirst()) + 2);
        assertThat(directory).isEmptyDirectory();
        System.out.println("replacements: " + held);
    }

    private static int files(String held) {
        return Integer.parseInt(held.replaceAll("\\D+(\\d+),.*", "$1"));
    }

    /** The program itself: what has its name may be a script that looks for it. */
    private static String python() {
        try {
            Process asked = new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
            return new String(asked.getInputStream().readAllBytes()).strip();
        } catch (IOException absent) {
            return "";
        }
    }
}
