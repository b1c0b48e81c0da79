package io.trireme.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.trireme.Fault;
import io.trireme.TaskRejected;
import io.trireme.TriremeException;
import io.trireme.process.ProcessTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OncePerTaskTest {
    private static final int HUNDRED_MB = 100_000_000;

    private final ProcessTrees trees =
            new ProcessTrees("OncePerTaskTest-" + ProcessHandle.current().pid());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path directory;

    @AfterEach
    void noThreadIsLeft() {
        threads.shutdown();
        await().until(threads::isTerminated);
    }

    /** Of the tutorial's C2: a child process, written to through one pipe and read through another. */
    @Test
    void the_payload_comes_on_stdin_and_stdout_is_the_result() throws Exception {
        assertThat(run(Shell.script("tr a-z A-Z"), "hello")).isEqualTo("HELLO");
        assertThat(run(Shell.script("cat"), "{\"a\":[1.5]}\n"))
                .isInstanceOf(JsonNode.class)
                .hasToString("{\"a\":[1.5]}");
        assertThat(run(Shell.script("printf '\\377'"), "")).isEqualTo(new byte[] {(byte) 0xFF});
        assertThat(run(Shell.script("cat > /dev/null"), "x")).isNull();
    }

    @Test
    void the_task_is_in_the_environment_and_arguments_are_no_shells_affair() throws Exception {
        ExecTask task = ExecTask.of("").withHeaders(Map.of("x-tenant", "acme; rm -rf /"));

        Object said = once(Shell.script("echo \"$TRIREME_ID:$TRIREME_HEADER_X_TENANT:$1\"", "$HOME `id`"))
                .run(task);

        assertThat(said).isEqualTo("task-7:acme; rm -rf /:$HOME `id`");
    }

    @Test
    void the_exit_code_is_the_outcome() {
        assertThatThrownBy(() -> run(Shell.script("echo no such page >&2; exit 65"), ""))
                .isInstanceOf(TaskRejected.class)
                .hasMessageContaining("exit code 65. It said: no such page");
        assertFails(Shell.script("exit 75"), Fault.COMMAND_FAILED, "75, which asks to be tried again");
        assertFails(Shell.script("echo late >&2; exit 3"), Fault.COMMAND_FAILED, "exit code 3. It said: late");
        assertFails(Shell.script("kill -SEGV $$"), Fault.COMMAND_FAILED, "SIGSEGV");
        assertFails(Shell.script("kill -KILL $$"), Fault.COMMAND_FAILED, "SIGKILL");
    }

    @Test
    void a_payload_of_100_MB_is_read_and_may_be_left_unread() throws Exception {
        var payload = new byte[HUNDRED_MB];

        assertThat(once(Shell.script("wc -c")).run(ExecTask.of("id", payload))).hasToString("" + HUNDRED_MB);
        assertThat(once(Shell.script("exec <&-; echo done")).run(ExecTask.of("id", payload)))
                .isEqualTo("done");
    }

    @Test
    void a_flood_on_stdout_is_bounded_and_its_program_killed() {
        assertFails(Shell.script("head -c 100000000 /dev/zero"), Fault.COMMAND_FLOODS, "more than 1000 bytes");
        assertFails(Shell.script("trap '' PIPE TERM; while :; do echo x; done"), Fault.COMMAND_FLOODS, "was killed");
    }

    @Test
    void a_flood_on_stderr_ends_with_the_program_and_its_last_words_are_kept() {
        assertFails(
                Shell.script("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo >&2; echo '  the end ' >&2; exit 1"),
                Fault.COMMAND_FAILED,
                "It said: the end");
    }

    /** Whether the pipes are noticed to be held depends on who comes first; in the end it is gone, and the answer is there. */
    @Test
    void what_it_left_behind_is_killed_and_its_answer_counts() throws Exception {
        Path pid = directory.resolve("pid");

        assertThat(run(Shell.script("sleep 1000 & echo $! > " + pid + "; echo said"), ""))
                .isEqualTo("said");
        trees.sweep();

        long left = Long.parseLong(Files.readString(pid).strip());
        await().until(() -> ProcessHandle.of(left)
                .flatMap(process -> process.info().command())
                .isEmpty());
    }

    @Test
    void an_interrupt_kills_it_with_all_that_it_started() throws Exception {
        Path pid = directory.resolve("pid");
        try (var attempts = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> attempt = attempts.submit(
                    () -> run(Shell.script("trap '' TERM; sleep 1000 & echo $! > " + pid + "; wait; wait"), ""));
            await().until(() -> Files.exists(pid) && Files.size(pid) > 1);

            attempt.cancel(true);
        }

        long forked = Long.parseLong(Files.readString(pid).strip());
        await().until(() -> ProcessHandle.of(forked)
                .flatMap(process -> process.info().command())
                .isEmpty());
    }

    @Test
    void a_script_without_its_interpreter_is_named() throws IOException {
        Path script = Files.writeString(directory.resolve("script"), "#!/no/such/interpreter\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        assertFails(Shell.program(script.toString()), Fault.COMMAND_UNUSABLE, script.toString());
    }

    @Test
    void open_files_and_zombies_stay_flat() throws Exception {
        long before = files();

        for (int i = 0; i < 200; i++) {
            run(Shell.script("exit 0"), "x");
        }

        await().untilAsserted(() -> assertThat(files()).isLessThan(before + 20));
        assertThat(ProcessHandle.current().children()).hasSizeLessThan(20);
    }

    private static long files() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private void assertFails(Program program, Fault fault, String words) {
        assertThatThrownBy(() -> run(program, ""))
                .isInstanceOfSatisfying(TriremeException.class, failed -> assertThat(failed.fault())
                        .isEqualTo(fault))
                .hasMessageContaining(words);
    }

    private OncePerTask once(Program program) {
        return new OncePerTask(program, trees, threads);
    }

    private Object run(Program program, String payload) throws Exception {
        return once(program).run(ExecTask.of(payload));
    }
}
