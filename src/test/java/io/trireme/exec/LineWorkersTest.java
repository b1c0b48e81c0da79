package io.trireme.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.Snooze;
import io.trireme.TaskRejected;
import io.trireme.TriremeException;
import io.trireme.process.ProcessTrees;
import io.trireme.wire.PayloadCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineWorkersTest {
    /** Answers each task with the worker's process id. */
    private static final String PID =
            """
            while IFS= read -r line; do
              rest=${line#*:\\"}; id=${rest%%\\"*}
              BEFORE
              echo "{\\"task\\":\\"$id\\",\\"done\\":$$}"
            done
            """;

    private final ProcessTrees trees =
            new ProcessTrees("LineWorkersTest-" + ProcessHandle.current().pid());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private LineWorkers workers;

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() {
        workers.close();
        threads.shutdown();
        await().until(threads::isTerminated);
    }

    @Test
    void one_process_works_on_one_task_after_another() throws Exception {
        use(answering(":"), OptionalInt.empty());

        assertThat(pids(5)).hasSize(1);
    }

    @Test
    void a_process_is_replaced_after_so_many_tasks() throws Exception {
        use(answering(":"), OptionalInt.of(2));

        assertThat(pids(6)).hasSize(3);
    }

    @Test
    void a_payload_of_many_kilobytes_goes_through() throws Exception {
        use(answering(":"), OptionalInt.empty());

        assertThat(workers.run(ExecTask.of("7", "x".repeat(1_000_000).getBytes(UTF_8))))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo rubbish                   | it answered with 'rubbish', which is not JSON",
                "echo '{\"task\":\"8\"}'        | whose field \"task\" is not the task's id",
                "echo oh no >&2; exit 3         | it ended with exit code 3. It said: oh no",
                "kill -KILL $$                  | it ended with SIGKILL",
                "exec >&-; sleep 1000           | it closed its standard output",
                "head -c 100000000 /dev/zero    | its answer was longer than exec.max-output-bytes allows"
            })
    void what_does_not_keep_to_the_protocol_is_named_killed_and_replaced(String wrong, String words) throws Exception {
        Path first = Files.createFile(directory.resolve("first"));
        use(answering("if [ -e " + first + " ]; then rm " + first + "; " + wrong + "; fi"), OptionalInt.empty());

        assertThatThrownBy(() -> workers.run(task("7")))
                .isInstanceOfSatisfying(TriremeException.class, astray -> assertThat(astray.fault())
                        .isEqualTo(Fault.COMMAND_ASTRAY))
                .hasMessageContaining(words);

        assertThat(pids(2)).hasSize(1);
    }

    @Test
    void one_that_does_not_stay_up_is_told_with_its_last_words() {
        use(Shell.script("echo no such module >&2; exit 3"), OptionalInt.empty());

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> workers.run(task("7"))).isInstanceOf(TriremeException.class);
        }

        assertThat(workers.trouble().orElseThrow())
                .contains("2 times in a row")
                .endsWith("the last time it ended with exit code 3. It said: no such module");
    }

    @Test
    void one_that_closes_its_input_is_replaced() throws Exception {
        use(Shell.script("exec <&-; sleep 1000"), OptionalInt.empty());

        // More than a pipe holds, so that it is noticed however late the input is closed.
        assertThatThrownBy(() -> workers.run(ExecTask.of("7", new byte[1_000_000])))
                .hasMessageContaining("it closed its standard input");
    }

    @Test
    void one_that_speaks_without_being_asked_is_replaced_before_the_next_task() throws Exception {
        use(answering("echo \"{\\\"task\\\":\\\"$id\\\",\\\"done\\\":$$}\""), OptionalInt.empty());

        Object first = workers.run(task("1"));
        await().until(() -> !workers.hasFitWorker());

        assertThat(workers.run(task("1"))).isNotEqualTo(first);
    }

    @Test
    void one_that_hangs_is_killed_with_what_it_forked_when_the_attempt_is_stopped() throws Exception {
        Path pid = directory.resolve("pid");
        use(answering("sleep 1000 & echo $! > " + pid + "; trap '' TERM; wait; wait"), OptionalInt.empty());
        try (var attempts = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> attempt = attempts.submit(() -> workers.run(task("7")));
            await().until(() -> Files.exists(pid) && Files.size(pid) > 1);

            attempt.cancel(true);
        }

        long forked = Long.parseLong(Files.readString(pid).strip());
        await().until(() -> ProcessHandle.of(forked)
                .flatMap(process -> process.info().command())
                .isEmpty());
    }

    @Test
    void a_kept_program_ends_when_its_input_does() throws Exception {
        use(answering(":"), OptionalInt.empty());
        long pid = Long.parseLong(workers.run(task("7")).toString());

        workers.close();

        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    @Test
    void retry_dead_and_snooze_are_what_they_say() {
        String say = "while read -r line; do echo '{\"task\":\"7\",%s}'; done";
        use(Shell.script(say.formatted("\"retry\":\"busy\"")), OptionalInt.empty());
        assertThatThrownBy(() -> workers.run(task("7"))).hasMessageContaining("\"retry\". It said: busy");
        workers.close();
        use(Shell.script(say.formatted("\"dead\":\"no\"")), OptionalInt.empty());
        assertThatThrownBy(() -> workers.run(task("7")))
                .isInstanceOf(TaskRejected.class)
                .hasMessageContaining("says: no");
        workers.close();
        use(Shell.script(say.formatted("\"snooze\":\"1m\"")), OptionalInt.empty());
        assertThatThrownBy(() -> workers.run(task("7"))).isInstanceOf(Snooze.class);
    }

    @ParameterizedTest
    @CsvSource({"python3, worker.py", "/bin/sh, worker.sh"})
    void the_reference_workers_keep_to_the_protocol(String interpreter, String worker) throws Exception {
        Program program = Shell.program(interpreter, "src/examples/workers/" + worker);
        assumeThat(isThere(program)).as("%s is on this machine", interpreter).isTrue();
        use(program, OptionalInt.empty());

        assertThat(workers.run(task("say \"hi\"", "\"one two  three\""))).hasToString("{\"words\":3}");
        assertThatThrownBy(() -> workers.run(task("8", "{\"a\":1}")))
                .isInstanceOf(TaskRejected.class)
                .hasMessageContaining("the payload is no text");
        assertThat(workers.run(task("9", "\"again\""))).hasToString("{\"words\":1}");
    }

    private static boolean isThere(Program program) {
        try {
            program.check();
            return true;
        } catch (TriremeException missing) {
            return false;
        }
    }

    private Set<Object> pids(int tasks) throws Exception {
        var pids = new HashSet<>();
        for (int i = 0; i < tasks; i++) {
            pids.add(workers.run(task("t" + i)));
        }
        return pids;
    }

    private static Program answering(String before) {
        return Shell.script(PID.replace("BEFORE", before));
    }

    private void use(Program program, OptionalInt maxTasks) {
        workers = new LineWorkers(
                program, new LineProtocol(new PayloadCodec(new ObjectMapper())), maxTasks, trees, threads);
    }

    private static ExecTask task(String id) {
        return task(id, "1");
    }

    private static ExecTask task(String id, String payload) {
        return ExecTask.of(id, payload.getBytes(UTF_8));
    }
}
