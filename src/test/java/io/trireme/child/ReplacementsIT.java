package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        Assumptions.assumeTrue(hasPython(), "python3 is not here");
        List<String> command = ChildJvm.command(ReplacementsMain.class);
        command.addAll(List.of(
                Integer.toString(Integer.getInteger("guarantee.replacements", 10_000)),
                CHILD.toString(),
                directory.toString()));

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

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor(30, TimeUnit.SECONDS);
        } catch (IOException absent) {
            return false;
        }
    }
}
