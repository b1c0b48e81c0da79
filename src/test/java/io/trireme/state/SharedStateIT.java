package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.TriremeException;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import picocli.CommandLine;

/** Two processes, as far as the brokers can tell, and the objects that they share. */
@ResourceLock("trireme.state")
@Tag("side-by-side")
class SharedStateIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration MOMENT = Duration.ofMillis(50);

    private static BrokerClient broker;
    private static States states;
    private static SharedState here;
    private static SharedState there;

    private final String name = BrokerClient.uniqueName("shared");

    @BeforeAll
    static void start() {
        broker = BrokerClient.ofSharedBroker();
        states = States.start(broker.bootstrapServers(), 0);
        await().atMost(PATIENCE).until(states::isRunning);
        here = states.client(States.LASTING);
        there = states.client(States.LASTING);
    }

    @AfterAll
    static void close() {
        states.close();
        broker.close();
    }

    @Test
    void a_lock_is_held_by_one_process_at_a_time_and_each_grant_has_a_larger_token() throws Exception {
        SharedLock mine = here.lock(name);
        mine.lock();
        long first = mine.token();

        assertThat(there.lock(name).tryLock()).isFalse();
        assertThat(there.lock(name).tryLock(MOMENT)).isFalse();
        CompletableFuture<SharedLock.Held> waits = there.lock(name).lockAsync();
        assertThat(waits).isNotDone();
        mine.unlock();

        SharedLock.Held theirs = waits.get(10, TimeUnit.SECONDS);
        assertThat(theirs.token()).isGreaterThan(first);
        theirs.unlock().get(10, TimeUnit.SECONDS);
        assertThat(mine.isLocked()).isFalse();
    }

    @Test
    void a_re_entrant_lock_is_free_after_as_many_unlocks_and_a_plain_one_waits_for_itself() throws Exception {
        SharedLock lock = here.lock(name);
        lock.lock();
        lock.lock();
        lock.unlock();
        assertThat(there.lock(name).tryLock()).isFalse();
        lock.unlock();
        assertThat(there.lock(name).tryLock()).isTrue();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);

        SharedLock plain = here.plainLock(name + "-plain");
        plain.lock();
        assertThat(plain.tryLock(MOMENT)).isFalse();
        plain.unlock();
    }

    @Test
    void who_stops_waiting_is_not_granted_the_lock_later() throws Exception {
        here.lock(name).lock();
        CompletableFuture<SharedLock.Held> gone = there.lock(name).lockAsync();
        gone.cancel(false);
        assertThat(there.lock(name).tryLock(MOMENT)).isFalse();

        here.lock(name).unlock();

        assertThat(here.lock(name).tryLock(Duration.ofSeconds(10))).isTrue();
        here.lock(name).unlock();
    }

    @Test
    void a_waiting_thread_that_is_interrupted_leaves_the_line() throws Exception {
        here.lock(name).lock();
        var interrupted = new CompletableFuture<Boolean>();
        Thread waiter = Thread.startVirtualThread(() -> {
            try {
                there.lock(name).lockInterruptibly();
                interrupted.complete(false);
            } catch (InterruptedException expected) {
                interrupted.complete(true);
            }
        });
        await().atMost(PATIENCE).until(() -> waiting() == 1);

        waiter.interrupt();

        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting()).isZero();
        here.lock(name).unlock();
    }

    private int waiting() {
        return StateDirectory.of(here).find(name).map(Summary::waiting).orElse(0);
    }

    /** As the owner does it when the holder showed no sign of life. */
    private void expireHolder() {
        String holder = StateDirectory.of(here).show(name).holder();
        var end = Command.of(Verb.EXPIRE, holder.substring(0, holder.indexOf('/')), Long.MAX_VALUE);
        int partition = Names.partition(name, here.client().partitions());
        broker.produce(new ProducerRecord<>("trireme.state.commands", partition, null, end.encode()));
    }

    @Test
    void a_lost_lease_is_told_by_the_next_call_of_who_held_something_and_by_no_other() {
        SharedState paused = states.client(States.LASTING);
        SharedLock lock = paused.lock(name);
        lock.lock();
        expireHolder();

        assertThatThrownBy(lock::unlock).isInstanceOf(LeaseLost.class);
        assertThatThrownBy(lock::token).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(there.lock(name).tryLock()).isTrue();
        assertThat(paused.counter(name + "-c").incrementAndGet()).isEqualTo(1);
        there.lock(name).unlock();
    }

    /** A store as it should be: it refuses a token older than the newest that it saw. */
    private static final class FencedStore {
        private long newest = -1;
        private String content = "";

        boolean write(long token, String value) {
            if (token < newest) {
                return false;
            }
            newest = token;
            content = value;
            return true;
        }
    }

    @Test
    void a_store_that_checks_tokens_keeps_out_who_lost_the_lock_and_does_not_know_it_yet() {
        var store = new FencedStore();
        SharedLock slow = states.client(States.LASTING).lock(name);
        slow.lock();
        long old = slow.token();
        assertThat(store.write(old, "first")).isTrue();
        expireHolder();

        SharedLock next = there.lock(name);
        next.lock();
        assertThat(store.write(next.token(), "second")).isTrue();

        assertThat(store.write(old, "late")).isFalse();
        assertThat(store.content).isEqualTo("second");
        next.unlock();
        assertThatThrownBy(slow::unlock).isInstanceOf(LeaseLost.class);
    }

    @Test
    void a_thread_learns_of_its_lost_lock_at_whatever_it_calls_next() {
        SharedState paused = states.client(States.LEASE); // it learns of it when it renews
        paused.lock(name).lock();
        expireHolder();
        SharedLock lock = paused.lock(name);
        await().pollInSameThread().atMost(PATIENCE).until(() -> !lock.isHeldByCurrentThread());

        assertThatThrownBy(() -> paused.counter(name + "-c").incrementAndGet()).isInstanceOf(LeaseLost.class);
        assertThat(paused.counter(name + "-c").incrementAndGet()).isEqualTo(1);
    }

    @Test
    void permits_are_shared_and_a_bounded_semaphore_takes_none_too_many() throws Exception {
        SharedSemaphore semaphore = here.boundedSemaphore(name, 2);
        semaphore.acquire();
        assertThat(there.boundedSemaphore(name, 2).tryAcquire()).isTrue();
        assertThat(semaphore.tryAcquire(MOMENT)).isFalse();
        assertThat(semaphore.availablePermits()).isZero();

        there.boundedSemaphore(name, 2).release();
        semaphore.release();

        assertFault(Fault.STATE_OVER_BOUND, semaphore::release);
        assertFault(Fault.STATE_OVER_BOUND, () -> semaphore.acquire(3));
    }

    @Test
    void all_who_wait_for_an_event_go_on_when_it_is_set_and_none_before() throws Exception {
        var lines = Collections.synchronizedList(new ArrayList<String>());
        List<Thread> threads = IntStream.range(0, 10)
                .mapToObj(i -> Thread.startVirtualThread(() -> {
                    lines.add("start");
                    try {
                        (i % 2 == 0 ? here : there).event(name).await();
                        lines.add("execute");
                    } catch (InterruptedException stopped) {
                        lines.add("stopped");
                    }
                }))
                .toList();
        await().atMost(PATIENCE).until(() -> waiting() == 10);
        assertThat(lines).hasSize(10).containsOnly("start");

        there.event(name).set();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(lines.subList(10, 20)).containsOnly("execute");
        assertThat(here.event(name).isSet()).isTrue();
        here.event(name).clear();
        assertThat(there.event(name).await(MOMENT)).isFalse();
    }

    @Test
    void consumers_that_wait_for_a_condition_wake_after_the_producers_line() throws Exception {
        var lines = Collections.synchronizedList(new ArrayList<String>());
        List<Thread> consumers = List.of(here, there).stream()
                .map(state -> Thread.startVirtualThread(() -> {
                    SharedLock lock = state.lock(name);
                    lock.lock();
                    try {
                        lock.newCondition().await();
                        lines.add("consumed");
                    } catch (InterruptedException stopped) {
                        lines.add("stopped");
                    } finally {
                        lock.unlock();
                    }
                }))
                .toList();
        await().atMost(PATIENCE).until(() -> waiting() == 2);

        SharedLock lock = here.lock(name);
        assertThatThrownBy(lock.newCondition()::signal).isInstanceOf(IllegalMonitorStateException.class);
        lock.lock();
        lines.add("produced");
        here.lock(name).newCondition().signalAll();
        assertThat(here.lock(name).newCondition("nobody signals").await(50, TimeUnit.MILLISECONDS))
                .isFalse();
        lock.unlock();
        for (Thread consumer : consumers) {
            consumer.join();
        }

        assertThat(lines).containsExactly("produced", "consumed", "consumed");
    }

    @Test
    void a_queue_refuses_times_out_and_shows_what_it_holds() throws Exception {
        SharedQueue<String> queue = here.queue(name, 2, String.class);
        queue.put("a");
        assertThat(queue.offer("b")).isTrue();
        assertThat(queue.offer("c")).isFalse();
        assertThat(queue.offer("c", 50, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(queue.remainingCapacity()).isZero();

        assertThat(there.queue(name, 2, String.class)).containsExactly("a", "b");
        assertThat(there.queue(name, 2, String.class).peek()).isEqualTo("a");
        assertThat(queue.remove("a")).isTrue();
        var drained = new ArrayList<String>();
        assertThat(queue.drainTo(drained)).isEqualTo(1);
        assertThat(queue.poll(MOMENT)).isEmpty();
    }

    @Test
    void a_map_takes_mixed_keys_and_values_of_another_process() {
        SharedMap<Object, Object> map = here.map(name, Object.class, Object.class);
        map.put("1", 1);
        map.put(2, "2");
        map.put(0.25, List.of(true, "x"));

        SharedMap<Object, Object> theirs = there.map(name, Object.class, Object.class);
        assertThat(theirs).containsEntry("1", 1).containsEntry(2, "2").containsEntry(0.25, List.of(true, "x"));
        assertThat(theirs.merge("1", 5, (a, b) -> (int) a + (int) b)).isEqualTo(6);
        assertThat(theirs.remove(2, "3")).isFalse();
        assertThat(theirs.entrySet()).hasSize(3);
        theirs.keySet().removeIf(key -> key.equals(0.25));
        assertThat(map).hasSize(2);
        map.clear();
        assertThat(theirs).isEmpty();
    }

    @Test
    void a_list_can_be_reversed_and_an_array_negated_by_another_process() {
        SharedList<Integer> list = here.list(name, Integer.class);
        IntStream.range(0, 10).forEach(list::add);
        Collections.reverse(there.list(name, Integer.class));
        assertThat(list.snapshot()).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        assertThatThrownBy(() -> list.get(10)).isInstanceOf(IndexOutOfBoundsException.class);
        list.clear();

        SharedList<Integer> array = here.array(name + "-array", 11, Integer.class);
        IntStream.rangeClosed(0, 10).forEach(i -> array.set(i, i));
        there.array(name + "-array", 11, Integer.class).replaceAll(i -> -i);
        assertThat(array.get(10)).isEqualTo(-10);
        assertThatThrownBy(() -> array.add(1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void values_counters_namespaces_and_barriers_are_shared_too() throws Exception {
        here.value(name, Double.class).set(3.1415927);
        assertThat(there.value(name, Double.class).get()).contains(3.1415927);
        assertThat(there.value(name, Double.class).compareAndSet(Optional.of(3.0), 4.0))
                .isFalse();

        assertThat(here.counter(name + "-c").addAndGet(5)).isEqualTo(5);
        assertThat(there.counter(name + "-c").decrementAndGet()).isEqualTo(4);
        assertThat(here.counter(name + "-c").compareAndSet(4, 0)).isTrue();

        here.namespace(name + "-n").put("x", List.of(1, 2));
        assertThat(there.namespace(name + "-n").get("x")).isEqualTo(List.of(1, 2));

        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> {
            try {
                return here.barrier(name + "-b", 2).await();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        int second = there.barrier(name + "-b", 2).await();
        assertThat(List.of(first.get(10, TimeUnit.SECONDS), second)).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void what_cannot_be_is_said_to_the_caller() {
        here.counter(name).incrementAndGet();
        assertFault(Fault.STATE_OTHER_KIND, () -> there.lock(name).lock());
        here.queue(name + "-q", 2, String.class).add("not a number");
        assertFault(Fault.STATE_OTHER_SHAPE, () -> there.queue(name + "-q", 3, String.class)
                .poll());
        assertFault(Fault.STATE_VALUE_WRONG, () -> there.queue(name + "-q", 2, Integer.class)
                .poll());
        assertFault(Fault.STATE_NAME_WRONG, () -> here.lock(""));
        assertFault(Fault.STATE_NAME_WRONG, () -> here.lock("x".repeat(10_000)));
        assertFault(Fault.STATE_NAME_WRONG, () -> here.lock("half a pair \ud83d"));
        assertFault(Fault.STATE_TOO_LARGE, () -> here.value(name + "-v", String.class)
                .set("x".repeat(2_000_000)));
        String odd = name + " \u00fc \ud83d\ude80 / ' \n \u0000";
        assertThat(here.counter(odd).incrementAndGet()).isEqualTo(1);
        assertThat(StateDirectory.of(there).find(odd)).map(Summary::size).contains(1L);
    }

    @Test
    void operators_list_show_and_release_from_the_command_line() {
        SharedLock lock = here.lock(name);
        lock.lock();

        assertThat(said("list", "--limit", "1000")).contains(name + "  held since ");
        assertThat(said("show", name)).contains("\"token\" : " + lock.token(), "\"heldSince\" : ");
        assertThat(said("release", name)).isEqualToIgnoringNewLines("Lock " + name + " was taken from its holder.");

        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }

    private static String said(String... arguments) {
        var out = new StringWriter();
        var line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
        int code =
                new CommandLine(new StateCommand()).setOut(new PrintWriter(out)).execute(line.toArray(String[]::new));
        assertThat(code).isZero();
        return out.toString();
    }

    @Test
    void a_call_without_anybody_who_answers_fails_with_what_to_start() {
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
        try (var admin = new SharedAdmin(kafka);
                var impatient = States.client(kafka, admin, Duration.ofSeconds(2), Duration.ofMillis(1))) {
            assertThatThrownBy(() -> {
                        while (true) { // an answer may be faster than the tick that looks for late ones
                            impatient.lock(name).tryLock();
                            impatient.lock(name).unlock();
                        }
                    })
                    .isInstanceOfSatisfying(TriremeException.class, late -> assertThat(late.fault())
                            .isEqualTo(Fault.STATE_UNANSWERED))
                    .hasMessageContaining("trireme work --role state");
        }
    }

    private static void assertFault(Fault fault, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TriremeException.class, wrong -> assertThat(wrong.fault())
                .isEqualTo(fault));
    }
}
