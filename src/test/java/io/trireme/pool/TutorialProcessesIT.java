package io.trireme.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trireme.Fault;
import io.trireme.RunnerKind;
import io.trireme.ThrownElsewhere;
import io.trireme.TriremeException;
import io.trireme.process.SharedArray;
import io.trireme.process.SharedMemory;
import io.trireme.process.SharedValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of a tutorial on Python's processes, P3, P4, S1 and S2, with processes. */
@Tag("side-by-side")
class TutorialProcessesIT {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    @TempDir
    Path directory;

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    /** Shows that this process is here, by a file. */
    private static void show(String directory) {
        try {
            Files.writeString(Path.of(directory, Long.toString(pid())), "here");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Shows that this process is here and waits until so many are. */
    private static void meet(String directory, int others) throws Exception {
        show(directory);
        while (count(Path.of(directory)) < others) {
            NEVER.await(5, TimeUnit.MILLISECONDS);
        }
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    /** P3: apply over 1 to 30 runs one call after another; apply_async as many at once as there are processes, calling back with value + 100. */
    @Test
    void apply_runs_one_call_after_another_and_apply_async_in_all_processes_at_once() throws Exception {
        String place = directory.toString();
        var called = new ConcurrentLinkedQueue<Integer>();
        try (var pool = LocalPool.<Integer, Integer>calling(number -> {
                    if (number > 30) {
                        meet(place, 3);
                    }
                    return number > 30 ? number + 70 : (int) pid();
                })
                .on(RunnerKind.PROCESS)
                .processes(3)
                .open()) {
            var pids = new HashSet<Integer>();
            for (int number : range(1, 31)) {
                pids.add(pool.apply(number));
            }
            assertThat(pids).as("one process did them all").hasSize(1);

            range(31, 61).forEach(number -> pool.applyAsync(number, called::add, failure -> called.add(-1)));
        }

        assertThat(called).containsExactlyInAnyOrderElementsOf(range(101, 131));
        assertThat(count(directory)).isEqualTo(3);
    }

    /** P4: as many processes as processors; an initializer in each; one is replaced after so many calls. */
    @Test
    void each_process_is_initialized_once_and_replaced_after_so_many_calls() throws Exception {
        String place = directory.toString();
        try (var pool = LocalPool.<Integer, Long>calling(number -> pid())
                .on(RunnerKind.PROCESS)
                .processes(1)
                .maxTasksPerWorker(2)
                .initializer(() -> show(place))
                .open()) {
            var pids = new ArrayList<Long>();
            for (int number : range(0, 4)) {
                pids.add(pool.apply(number));
            }

            assertThat(pids.get(0)).isEqualTo(pids.get(1)).isNotEqualTo(pids.get(2));
            assertThat(Set.copyOf(pids)).hasSize(2).doesNotContain(pid());
            assertThat(count(directory)).isEqualTo(2);
        }
    }

    /** S1: a process is started on a function with an argument and joined; it is alive until then. S2: it changes what is shared. */
    @Test
    void a_process_changes_a_shared_value_and_a_shared_array_and_is_gone_when_it_is_joined() throws Exception {
        String name = "tutorial-" + UUID.randomUUID();
        SharedValue<Double> value = SharedMemory.value(name + "-value", double.class, 0.0);
        SharedArray<Integer> array = SharedMemory.array(name + "-array", int.class, 11);
        range(0, 11).forEach(i -> array.set(i, i));
        ProcessHandle process;
        try (var pool = LocalPool.calling(TutorialProcessesIT::change)
                .on(RunnerKind.PROCESS)
                .processes(1)
                .open()) {
            process = ProcessHandle.of(pool.apply(name)).orElseThrow();
            assertThat(process.isAlive()).isTrue();
        } finally {
            SharedMemory.remove(name + "-value");
            SharedMemory.remove(name + "-array");
        }

        assertThat(process.isAlive()).isFalse();
        assertThat(value.get()).isEqualTo(3.1415927);
        assertThat(range(0, 11).stream().map(array::get))
                .containsExactlyElementsOf(range(0, 11).stream().map(i -> -i).toList());
    }

    private static Long change(String name) {
        SharedMemory.value(name + "-value", double.class, 0.0).set(3.1415927);
        SharedArray<Integer> array = SharedMemory.array(name + "-array", int.class, 11);
        range(0, 11).forEach(i -> array.set(i, -array.get(i)));
        return pid();
    }

    @Test
    void what_a_call_throws_and_a_process_that_dies_fail_their_own_calls() throws Exception {
        try (var pool = LocalPool.<Integer, Integer>calling(number -> {
                    if (number == 0) {
                        System.exit(7);
                    }
                    return 10 / (number - 1);
                })
                .on(RunnerKind.PROCESS)
                .processes(1)
                .open()) {
            assertThatExceptionOfType(CallFailed.class)
                    .isThrownBy(() -> pool.apply(1))
                    .satisfies(failure -> assertThat(failure.thrown())
                            .isInstanceOf(ThrownElsewhere.class)
                            .hasToString("java.lang.ArithmeticException: / by zero"));
            assertThatExceptionOfType(CallFailed.class)
                    .isThrownBy(() -> pool.apply(0))
                    .satisfies(failure -> assertThat(failure.thrown())
                            .isInstanceOfSatisfying(TriremeException.class, lost -> assertThat(lost.fault())
                                    .isEqualTo(Fault.CHILD_LOST))
                            .hasMessageContaining("exit code 7"));
            assertThat(pool.apply(3)).isEqualTo(5);
        }
    }

    @Test
    void what_is_too_large_names_what_can_be_set() {
        try (var pool = LocalPool.<byte[], byte[]>calling(bytes -> new byte[2 * bytes.length])
                .on(RunnerKind.PROCESS)
                .processes(1)
                .maxMessageBytes(1_048_576)
                .open()) {
            assertThatExceptionOfType(CallFailed.class)
                    .isThrownBy(() -> pool.apply(new byte[2_000_000]))
                    .satisfies(failure -> assertThat(failure.thrown())
                            .hasMessageContaining("does not go to a child process")
                            .hasMessageContaining("and maxMessageBytes is 1048576."));
            assertThatExceptionOfType(CallFailed.class)
                    .isThrownBy(() -> pool.apply(new byte[1_000_000]))
                    .satisfies(failure -> assertThat(failure.thrown())
                            .hasMessageContaining(
                                    "does not come back from its child process: maxMessageBytes is 1048576."));
        }
    }

    @Test
    void what_cannot_go_to_another_process_is_refused_at_once() {
        var here = new Object();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalPool.<Integer, Integer>calling(number -> here.hashCode())
                        .on(RunnerKind.PROCESS)
                        .open())
                .withMessageContaining("java.lang.Object");
    }
}
