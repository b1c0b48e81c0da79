package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.Snooze;
import io.trireme.TaskContext;
import io.trireme.TaskRejected;
import io.trireme.ThrownElsewhere;
import io.trireme.TriremeException;
import io.trireme.process.ProcessTrees;
import io.trireme.result.CarriedResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Child processes as they are: what comes back from them, and what becomes of those that do not come back. */
@Tag("side-by-side")
class ChildWorkersIT {
    /** Bytes; a child of tests holds less than half of it. */
    private static final long LARGE = 256 << 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ProcessTrees trees =
            new ProcessTrees(UUID.randomUUID().toString()); // of this test alone: others run beside it
    private final AtomicInteger started = new AtomicInteger();
    private final NotedMeasures measures = new NotedMeasures();
    private final List<ChildWorkers> all = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() {
        all.forEach(ChildWorkers::close);
        threads.shutdown();
        await().until(threads::isTerminated);
        assertThat(trees.sweep()).isZero();
    }

    @Test
    void what_a_handler_returns_and_throws_crosses_the_border() throws Exception {
        ChildWorkers workers = workers(OptionalInt.empty(), Map.of());

        long pid = pid(workers);
        assertThat(pid).isNotEqualTo(ProcessHandle.current().pid());
        assertThat(text(run(workers, PlainChildTask.of("echo", "x".repeat(1_000_000)))))
                .hasSize(1_000_000);
        assertThat(run(workers, PlainChildTask.of("nothing"))).isNull();
        assertThatThrownBy(() -> run(workers, PlainChildTask.of("throw")))
                .isInstanceOfSatisfying(ThrownElsewhere.class, thrown -> assertThat(thrown.types())
                        .startsWith("java.io.FileNotFoundException", "java.io.IOException"))
                .hasToString("java.io.FileNotFoundException: 503");
        assertThatThrownBy(() -> run(workers, PlainChildTask.of("reject")))
                .isInstanceOf(TaskRejected.class)
                .hasMessage("never");
        assertThatThrownBy(() -> run(workers, PlainChildTask.of("snooze")))
                .isInstanceOfSatisfying(
                        Snooze.class, snooze -> assertThat(snooze.pause()).isEqualTo(Duration.ofSeconds(7)));
        assertThat(fault(workers, PlainChildTask.of("undecodable")).fault()).isEqualTo(Fault.UNDECODABLE);
        assertThat(fault(workers, PlainChildTask.of("no such type")).fault()).isEqualTo(Fault.NO_HANDLER);
        assertThat(run(workers, PlainChildTask.of("unencodable")))
                .isInstanceOfSatisfying(
                        CarriedResult.Unwritable.class,
                        result -> assertThat(result.why().reason()).isEqualTo(Fault.RESULT_UNENCODABLE));
        Object trace = run(workers, new PlainChildTask("log", Optional.empty(), Map.of("traceparent", "00-aa-bb-01")));
        assertThat(text(trace)).isEqualTo("\"00-aa-bb-01\"");
        var notes = new ArrayList<String>();
        run(workers, new NotedTask(PlainChildTask.of("progress"), notes));
        assertThat(notes).containsExactly("half 1/2", "all 2/2");
        run(workers, PlainChildTask.of("measure"));
        assertThat(measures.taken()).containsExactly(NotedMeasures.ONE);
        assertThat(pid(workers)).as("one process for all of it").isEqualTo(pid);
    }

    @Test
    void a_child_is_replaced_after_so_many_tasks() throws Exception {
        ChildWorkers workers = workers(OptionalInt.of(2), Map.of());

        long first = pid(workers);
        assertThat(pid(workers)).isEqualTo(first);
        assertThat(pid(workers)).isNotEqualTo(first);
        await().until(() -> ProcessHandle.of(first).isEmpty());
    }

    @Test
    void a_child_that_grows_is_replaced_once_its_task_has_ended() throws Exception {
        ChildWorkers workers =
                workers(TestChild.settings("queue", OptionalInt.empty(), OptionalLong.of(LARGE)), Map.of());
        long first = pid(workers);
        run(workers, PlainChildTask.of("grow", "" + LARGE / 4)); // a small JVM has room for as much again
        assertThat(pid(workers)).isEqualTo(first);

        run(workers, PlainChildTask.of("grow", "" + LARGE));

        assertThat(pid(workers)).isNotEqualTo(first);
        await().until(() -> ProcessHandle.of(first).isEmpty());
    }

    @Test
    void a_child_that_dies_fails_its_own_attempt_with_the_reason() throws Exception {
        ChildWorkers workers = workers(OptionalInt.empty(), Map.of());

        assertThat(fault(workers, PlainChildTask.of("exit", "5")))
                .hasMessageContaining("exit code 5")
                .satisfies(lost -> assertThat(lost.fault()).isEqualTo(Fault.CHILD_LOST));
        assertThat(fault(workers, PlainChildTask.of("memory")))
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("OutOfMemoryError");
        assertThat(workers.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble).contains("2 times in a row"));

        long pid = pid(workers);

        assertThat(workers.trouble()).isEmpty();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().until(() -> ProcessHandle.of(pid).isEmpty());
        assertThat(pid(workers)).as("one that died while idle is not asked").isNotEqualTo(pid);
    }

    @Test
    void an_attempt_that_is_interrupted_stops_in_its_child_which_lives_on() throws Exception {
        ChildWorkers workers = workers(OptionalInt.empty(), Map.of());
        long pid = pid(workers);
        Path began = directory.resolve("began");

        Throwable thrown = interrupted(workers, "wait", began);

        assertThat(thrown).isInstanceOf(InterruptedException.class).hasCauseInstanceOf(ThrownElsewhere.class);
        assertThat(pid(workers)).isEqualTo(pid);
    }

    @Test
    void what_a_handler_starts_reads_no_order_of_the_parent() throws Exception {
        ChildWorkers workers = workers(OptionalInt.empty(), Map.of());
        long pid = pid(workers);

        Throwable first = interrupted(workers, "inherit", directory.resolve("first"));
        Throwable second = interrupted(workers, "wait", directory.resolve("second"));

        assertThat(first).isInstanceOf(InterruptedException.class);
        assertThat(second).isInstanceOf(InterruptedException.class);
        assertThat(pid(workers)).isEqualTo(pid);
    }

    @Test
    void an_attempt_that_does_not_stop_is_killed_with_its_child() throws Exception {
        ChildWorkers workers = workers(OptionalInt.empty(), Map.of());
        pid(workers); // what is awaited below is no start
        Path began = directory.resolve("began");

        Throwable thrown = interrupted(workers, "stubborn", began);

        assertThat(thrown).hasMessageContaining("did not within process.kill-grace");
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(began)))).isEmpty();
    }

    @Test
    void a_child_that_starts_more_slowly_than_attempts_may_take_is_there_for_the_next() throws Exception {
        ChildWorkers workers = workers(OptionalInt.empty(), Map.of());

        Thread.currentThread().interrupt(); // as the time limit does
        assertThatThrownBy(() -> pid(workers)).isInstanceOf(InterruptedException.class);

        pid(workers);
        assertThat(started).as("it was started once").hasValue(1);
    }

    @Test
    void what_does_not_fit_says_so() throws Exception {
        ChildWorkers workers = workers(OptionalInt.empty(), Map.of());

        assertThat(fault(workers, PlainChildTask.of("echo", new byte[100_000_000]))
                        .fault())
                .isEqualTo(Fault.CHILD_PAYLOAD_TOO_LARGE);
        assertThat(run(workers, PlainChildTask.of("bytes", "100000000")))
                .isInstanceOfSatisfying(CarriedResult.Unwritable.class, result -> assertThat(
                                result.why().message())
                        .contains("100000000 bytes", "process.max-message-bytes"));
        assertThat(text(run(workers, PlainChildTask.of("bytes", "3000000")))).hasSize(3_000_000);
    }

    @Test
    void children_that_do_not_start_are_held_back_and_named() throws Exception {
        ChildWorkers workers = workers(OptionalInt.empty(), Map.of(TestChild.BROKEN, "yes"));

        assertThat(fault(workers, PlainChildTask.of("pid")))
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("there is no model");
        fault(workers, PlainChildTask.of("pid"));

        assertThat(workers.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble).contains("2 times in a row"));
    }

    private ChildWorkers workers(OptionalInt maxTasks, Map<String, String> properties) throws Exception {
        return workers(TestChild.settings("queue", maxTasks), properties);
    }

    private ChildWorkers workers(ChildSettings settings, Map<String, String> properties) throws Exception {
        var folder = new ChildFolder(directory);
        var workers = new ChildWorkers(
                new ChildStart(
                        settings,
                        TestChild.launch(settings, folder),
                        properties,
                        folder,
                        trees,
                        this::follow,
                        measures),
                threads);
        all.add(workers);
        return workers;
    }

    /** Each child's output is followed once. */
    private void follow(Runnable output) {
        started.incrementAndGet();
        threads.execute(output);
    }

    private static Object run(ChildWorkers workers, TaskContext task) throws Exception {
        return workers.run(CarriedTask.of(task, CarriedTask.NO_TOKEN), Watcher.of(task));
    }

    private static long pid(ChildWorkers workers) throws Exception {
        return Long.parseLong(text(run(workers, PlainChildTask.of("pid"))));
    }

    private static String text(Object result) {
        return new String(((CarriedResult.Value) result).value().bytes());
    }

    private static TriremeException fault(ChildWorkers workers, TaskContext task) {
        return catchThrowableOfType(TriremeException.class, () -> run(workers, task));
    }

    /** What comes of an attempt that is interrupted once it runs. */
    private Throwable interrupted(ChildWorkers workers, String type, Path began) throws Exception {
        var outcome = new CompletableFuture<Throwable>();
        Thread attempt = Thread.ofPlatform().start(() -> {
            try {
                run(workers, PlainChildTask.of(type, began.toString()));
                outcome.completeExceptionally(new AssertionError("it returned"));
            } catch (Exception thrown) {
                outcome.complete(thrown);
            }
        });
        await().atMost(Duration.ofSeconds(60))
                .until(() -> outcome.isDone() || Files.exists(began) && Files.size(began) > 0);
        attempt.interrupt();
        return outcome.get();
    }
}
