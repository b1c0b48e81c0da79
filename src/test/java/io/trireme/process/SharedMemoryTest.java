package io.trireme.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trireme.TriremeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedMemoryTest {
    private final String name = "test-" + UUID.randomUUID();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void remove() {
        started.forEach(Process::destroyForcibly); // those too that a test which failed left behind
        SharedMemory.remove(name);
        SharedMemory.remove(name + ".array");
    }

    @Test
    void two_processes_that_add_1_a_million_times_each_end_at_two_million() throws Exception {
        SharedValue<Long> sum = SharedMemory.value(name, long.class, 0L);

        runTwo("add");

        assertThat(sum.get()).isEqualTo(2L * SharedMemoryMain.TIMES);
    }

    @Test
    void what_is_done_with_the_lock_is_done_by_one_process_at_a_time() throws Exception {
        SharedValue<Double> sum = SharedMemory.value(name, double.class, 0.0);

        runTwo("add-locked");

        assertThat(sum.get()).isEqualTo(2.0 * SharedMemoryMain.TIMES_LOCKED);
    }

    @Test
    void bytes_side_by_side_do_not_disturb_each_other() throws Exception {
        SharedArray<Byte> bytes = SharedMemory.array(name, byte.class, 8);

        runTwo("add-bytes");

        byte each = (byte) (2 * SharedMemoryMain.TIMES / 8);
        assertThat(IntStream.range(0, 8).mapToObj(bytes::get)).containsOnly(each);
    }

    @Test
    void a_value_becomes_pi_and_an_array_is_negated_by_another_process() throws Exception {
        SharedValue<Double> value = SharedMemory.value(name, double.class, 0.0);
        SharedArray<Integer> array = SharedMemory.array(name + ".array", int.class, 11);
        for (int i = 0; i < array.length(); i++) {
            array.set(i, i);
        }

        end(start("tutorial"));

        assertThat(value.get()).isEqualTo(3.1415927);
        assertThat(IntStream.range(0, 11).mapToObj(array::get))
                .containsExactly(0, -1, -2, -3, -4, -5, -6, -7, -8, -9, -10);
    }

    @Test
    void a_lock_whose_holder_is_killed_is_free() throws Exception {
        SharedValue<Integer> value = SharedMemory.value(name, int.class, 7);
        Process holder = start("hold");
        assertThat(holder.inputReader().readLine()).isEqualTo("held");

        holder.destroyForcibly().waitFor();

        assertThat(value.withLock(value::get)).isEqualTo(7);
    }

    @Test
    void every_type_is_got_set_added_to_and_swapped() {
        check(int.class, Integer.MAX_VALUE, 1, Integer.MIN_VALUE);
        check(long.class, Long.MAX_VALUE, 1L, Long.MIN_VALUE);
        check(byte.class, Byte.MAX_VALUE, (byte) 1, Byte.MIN_VALUE);
        check(float.class, 0.1f, 0.2f, 0.1f + 0.2f);
        check(double.class, 0.1, 0.2, 0.1 + 0.2);
    }

    private <T extends Number> void check(Class<T> type, T first, T more, T sum) {
        SharedValue<T> value = SharedMemory.value(name, type, first);
        assertThat(value.get()).isEqualTo(first);
        assertThat(value.add(more)).isEqualTo(sum);
        assertThat(value.compareAndSet(first, more)).isFalse();
        assertThat(value.compareAndSet(sum, more)).isTrue();
        assertThat(SharedMemory.value(name, type, first).get())
                .as("what is there stays")
                .isEqualTo(more);
        value.set(first);
        assertThat(value.get()).isEqualTo(first);
        SharedMemory.remove(name);
    }

    @Test
    void a_thread_may_take_the_lock_again() {
        SharedValue<Integer> value = SharedMemory.value(name, int.class, 1);

        assertThat(value.<Integer>withLock(() -> value.withLock(value::get))).isEqualTo(1);
    }

    @Test
    void a_thread_that_comes_with_its_interrupt_flag_up_gets_what_it_asks_for_and_keeps_the_flag() {
        Thread.currentThread().interrupt();
        try {
            SharedValue<Integer> value = SharedMemory.value(name, int.class, 7);
            assertThat(value.<Integer>withLock(value::get)).isEqualTo(7);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void an_interrupt_ends_the_wait_for_the_lock_and_nothing_else() throws Exception {
        SharedValue<Integer> value = SharedMemory.value(name, int.class, 7);
        Process holder = start("hold");
        assertThat(holder.inputReader().readLine()).isEqualTo("held");
        var waiting = new FutureTask<>(() -> value.<Integer>withLock(value::get));
        Thread waiter = Thread.ofPlatform().start(waiting);
        await().until(() -> Stream.of(waiter.getStackTrace())
                .anyMatch(at -> at.getMethodName().equals("lock0")));

        waiter.interrupt();
        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(IOException.class)
                .hasMessageContaining("the thread was interrupted. Try again");
        holder.destroyForcibly().waitFor();

        assertThat(value.<Integer>withLock(value::get)).isEqualTo(7);
        assertThat(SharedMemory.value(name, int.class, 0).get()).isEqualTo(7);
    }

    @Test
    void of_one_that_was_removed_the_lock_is_not_taken_on_what_has_its_name_now() throws Exception {
        SharedValue<Integer> old = SharedMemory.value(name, int.class, 7);
        Process holder = start("hold");
        assertThat(holder.inputReader().readLine()).isEqualTo("held");
        var waiting = new FutureTask<>(() -> old.<Integer>withLock(old::get));
        Thread waiter = Thread.ofPlatform().start(waiting);
        await().until(() -> Stream.of(waiter.getStackTrace())
                .anyMatch(at -> at.getMethodName().equals("lock0")));
        waiter.interrupt();
        waiter.join();
        holder.destroyForcibly().waitFor();

        SharedMemory.remove(name);
        assertThatThrownBy(() -> old.withLock(old::get)).hasMessageContaining("it was removed");
        SharedValue<Integer> made = SharedMemory.value(name, int.class, 8);

        assertThatThrownBy(() -> old.withLock(old::get)).hasMessageContaining("it was removed");
        assertThat(made.<Integer>withLock(made::get)).isEqualTo(8);
    }

    @Test
    void what_does_not_fit_what_is_there_is_refused() {
        SharedMemory.array(name, int.class, 3);

        assertThatThrownBy(() -> SharedMemory.array(name, int.class, 4))
                .isInstanceOf(TriremeException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("another type or length");
        assertThatThrownBy(() -> SharedMemory.array(name, float.class, 3)).hasMessageContaining("another type");
    }

    @Test
    void wrong_names_types_lengths_and_places_are_refused() {
        assertThatThrownBy(() -> SharedMemory.value("../x", int.class, 1)).hasMessageContaining("'../x'");
        assertThatThrownBy(() -> SharedMemory.value(name, Short.class, (short) 1))
                .hasMessageContaining("java.lang.Short is no type");
        assertThatThrownBy(() -> SharedMemory.array(name, long.class, 0)).hasMessageContaining("a length of 0");
        assertThatThrownBy(() -> SharedMemory.array(name, long.class, Integer.MAX_VALUE))
                .hasMessageContaining("a length of");
        SharedArray<Long> array = SharedMemory.array(name, long.class, 2);
        assertThatThrownBy(() -> array.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> array.set(-1, 1L)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private void runTwo(String what) throws Exception {
        Process one = start(what);
        Process other = start(what);
        end(one);
        end(other);
    }

    private Process start(String what) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                "target/classes:target/test-classes",
                SharedMemoryMain.class.getName(),
                what,
                name));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private static void end(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
