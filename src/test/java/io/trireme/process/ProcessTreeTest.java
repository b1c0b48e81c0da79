package io.trireme.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
    private static final ProcessTrees TREES =
            new ProcessTrees("ProcessTreeTest-" + ProcessHandle.current().pid());
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void a_process_that_heeds_its_signal_ends_long_before_the_grace() throws IOException {
        ProcessTree tree = shell("echo $$; exec sleep 1000");
        firstPid(tree);
        long begun = System.nanoTime();

        tree.kill(LONG);

        assertThat(tree.root().isAlive()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
    }

    @Test
    void a_process_that_ignores_its_signal_is_killed_after_the_grace() throws IOException {
        ProcessTree tree = shell("trap '' TERM; echo $$; while :; do sleep 1000; done");
        firstPid(tree);

        tree.kill(SHORT);

        assertThat(tree.root().isAlive()).isFalse();
        assertThat(tree.root().exitValue()).isEqualTo(128 + 9);
    }

    @Test
    void what_it_forked_ends_with_it() throws IOException {
        ProcessTree tree = shell("sleep 1000 & echo $!; wait");
        long forked = firstPid(tree);
        assertThat(lives(forked)).isTrue();

        tree.kill(LONG);

        await().until(() -> !lives(forked));
    }

    @Test
    void what_left_its_parent_and_its_session_ends_too() throws IOException, InterruptedException {
        ProcessTree tree = shell("setsid sh -c 'echo $$; exec sleep 1000' & read -r go");
        long orphan = firstPid(tree);
        end(tree);
        assertThat(lives(orphan)).isTrue();

        tree.killLeft();

        await().until(() -> !lives(orphan));
    }

    @Test
    void an_interrupt_does_not_keep_the_killing_from_its_end() throws IOException {
        ProcessTree tree = shell("trap '' TERM; echo $$; while :; do sleep 1000; done");
        firstPid(tree);
        Thread.currentThread().interrupt();

        tree.kill(SHORT);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(tree.root().isAlive()).isFalse();
    }

    @Test
    void trees_of_one_process_are_told_apart() throws IOException {
        ProcessTree one = shell("echo $$; exec sleep 1000");
        ProcessTree other = shell("echo $$; exec sleep 1000");
        firstPid(one);
        firstPid(other);

        one.kill(LONG);

        assertThat(other.root().isAlive()).isTrue();
        other.kill(LONG);
    }

    @Test
    void what_a_tree_that_is_over_left_behind_is_swept_away_and_nothing_else() throws Exception {
        ProcessTree over = shell("setsid sh -c 'echo $$; exec sleep 1000' & read -r go");
        ProcessTree living = shell("echo $$; exec sleep 1000");
        long orphan = firstPid(over);
        firstPid(living);
        end(over);
        over.close();

        await().until(() -> TREES.sweep() > 0);

        await().until(() -> !lives(orphan));
        assertThat(living.root().isAlive()).isTrue();
        living.kill(LONG);
        living.close();
    }

    private static ProcessTree shell(String script) throws IOException {
        return TREES.start(new ProcessBuilder("/bin/sh", "-c", script));
    }

    /** Lets a script end that reads its input to the end. */
    private static void end(ProcessTree tree) throws IOException, InterruptedException {
        tree.root().getOutputStream().close();
        tree.root().waitFor();
    }

    private static long firstPid(ProcessTree tree) throws IOException {
        return Long.parseLong(
                new BufferedReader(new InputStreamReader(tree.root().getInputStream(), UTF_8)).readLine());
    }

    /** A dead process whose parent has not looked yet has no command any more. */
    private static boolean lives(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && process.get().info().command().isPresent();
    }
}
