package io.trireme.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a process while it goes over to another program, from files as the system shows them. */
class MarkedProcessesTest {
    private static final String MARKED = "HOME=/\0MARK=1";

    @TempDir
    Path process;

    private final AtomicInteger pauses = new AtomicInteger();

    private void write(String name, String text) {
        try {
            Files.writeString(process.resolve(name), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As it is at work, and 51 fields in all; a command may be called anything. */
    private void writeStat(long endOfEnvironment) {
        write("stat", "17 (a) b) S" + " 1".repeat(47) + " " + endOfEnvironment + " 0\n");
    }

    private String environment(Runnable pause) {
        return MarkedProcesses.environment(process, () -> {
            pauses.incrementAndGet();
            pause.run();
        });
    }

    @Test
    void one_that_goes_over_to_another_program_is_looked_at_until_it_has() {
        write("exe", "");
        write("environ", "");
        writeStat(0);

        String environment = environment(() -> {
            if (pauses.get() == 3) {
                write("environ", MARKED);
                writeStat(4711);
            }
        });

        assertThat(environment).contains(MARKED);
        assertThat(pauses).hasValue(3);
    }

    @Test
    void one_without_a_program_or_with_an_empty_environment_of_its_own_is_not() {
        write("environ", "");
        writeStat(0);
        assertThat(environment(() -> {})).isEqualTo("\0\0");

        write("exe", "");
        writeStat(4711);
        assertThat(environment(() -> {})).isEqualTo("\0\0");
        assertThat(pauses).hasValue(0);
    }

    @Test
    void the_environment_of_a_process_at_work_is_what_it_was_started_with() {
        Path self = Path.of("/proc/self");
        assumeThat(self).exists();

        assertThat(MarkedProcesses.environment(self, () -> {})).contains("\0PATH=" + System.getenv("PATH") + '\0');
    }
}
