package io.trireme.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final String UNTIL_TOLD = "read -r line";

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path directory;

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void so_many_processes_run_until_it_is_told_to_stop() throws Exception {
        var supervisor = supervisor(3, 0, UNTIL_TOLD);
        Future<Integer> code = threads.submit(supervisor::run);
        await().until(() -> pids(supervisor).size() == 3);
        List<ProcessHandle> all = pids(supervisor);

        supervisor.stop();

        assertThat(code.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(all).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void one_that_ends_is_started_again_and_the_others_stay() throws Exception {
        var supervisor = supervisor(2, 1, UNTIL_TOLD);
        Future<Integer> code = threads.submit(supervisor::run);
        await().until(() -> pids(supervisor).size() == 2);
        List<ProcessHandle> before = pids(supervisor);

        before.getFirst().destroyForcibly();

        await().until(() -> pids(supervisor).size() == 2 && !pids(supervisor).equals(before));
        assertThat(pids(supervisor)).contains(before.getLast());
        assertThat(supervisor.members().getFirst().restarts()).isOne();
        supervisor.stop();
        assertThat(code.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void one_that_ends_too_often_ends_all_and_the_exit_code_says_so() throws Exception {
        Path ends = directory.resolve("ends"); // from when it is there, whatever starts ends
        var supervisor =
                supervisor(2, 1, "if [ -e " + ends + " ]; then exit 3; fi; touch " + upFile() + "; " + UNTIL_TOLD);
        Future<Integer> code = threads.submit(supervisor::run);
        await().until(() -> up() == 2); // both have looked, so that only the one in the place of the first sees it
        List<ProcessHandle> all = pids(supervisor);
        Files.createFile(ends);

        all.getFirst().destroyForcibly();

        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(all).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void a_process_that_cannot_be_started_spends_the_budget_too() throws Exception {
        var supervisor = new Supervisor(1, 1, port -> new ProcessBuilder("/no/such/program"), () -> 1, told::add);

        assertThat(threads.submit(supervisor::run).get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(told).first().asString().contains("could not be started", "/no/such/program");
        assertThat(told).last().asString().contains("once too often");
    }

    @Test
    void they_drain_one_after_another() throws Exception {
        Path log = directory.resolve("log");
        var supervisor = supervisor(
                3,
                0,
                "trap 'echo begin $$ >> " + log + "; sleep 0.1; echo end $$ >> " + log + "; exit 0' TERM; touch "
                        + upFile() + "; while :; do sleep 0.01; done");
        Future<Integer> code = threads.submit(supervisor::run);
        await().until(() -> up() == 3);

        supervisor.stop();

        assertThat(code.get(10, TimeUnit.SECONDS)).isZero();
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).hasSize(6);
        for (int i = 0; i < lines.size(); i += 2) {
            assertThat(lines.get(i + 1)).isEqualTo(lines.get(i).replace("begin", "end"));
        }
    }

    @Test
    void it_holds_the_input_of_each_open() throws Exception {
        var supervisor = supervisor(1, 0, UNTIL_TOLD);
        Future<Integer> code = threads.submit(supervisor::run);
        await().until(() -> pids(supervisor).size() == 1);
        Process process =
                supervisor.members().getFirst().running().orElseThrow().process();

        assertThat(process.isAlive()).isTrue();
        process.getOutputStream().close(); // as the system does when the supervisor dies

        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    private String upFile() {
        return directory + "/up.$$";
    }

    private long up() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("up."))
                    .count();
        }
    }

    private static List<ProcessHandle> pids(Supervisor supervisor) {
        return supervisor.members().stream()
                .map(Member::running)
                .flatMap(Optional::stream)
                .map(one -> one.process().toHandle())
                .toList();
    }

    private Supervisor supervisor(int processes, int restarts, String script) {
        return new Supervisor(
                processes, restarts, port -> new ProcessBuilder("/bin/sh", "-c", script), () -> 1, told::add);
    }
}
