package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.testing.ChildJvm;
import io.trireme.testing.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link TutorialMain} in a process of its own. Owned by the thread of the test. */
final class Party implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    Party(String bootstrapServers, int number) throws IOException {
        var command = new ArrayList<>(ChildJvm.command(TutorialMain.class));
        command.addAll(List.of(bootstrapServers, Integer.toString(number)));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Lets it run a program; {@link #ends} has to follow. */
    void begin(String program, String name) throws IOException {
        process.getOutputStream().write((program + " " + name + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** It says that the program is done; what it says of one before, whose test has failed, is passed over. */
    void ends(String program) throws IOException {
        assertThat(end(program)).isEqualTo("done " + program);
    }

    /** It says that the program failed, with this; what it says of one before is passed over likewise. */
    void fails(String program, Class<? extends Exception> with) throws IOException {
        assertThat(end(program)).startsWith("failed " + program + ": " + with.getName());
    }

    private String end(String program) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.equals("done " + program) && !line.startsWith("failed " + program)) {
            line = lines.readLine();
        }
        return line;
    }

    /** SIGSTOP. */
    void freeze() throws IOException, InterruptedException {
        Signals.send("STOP", process);
    }

    /** SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        Signals.send("CONT", process);
    }

    /** SIGKILL. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
}
