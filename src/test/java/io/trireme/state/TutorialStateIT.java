package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.TriremeException;
import io.trireme.testing.BrokerClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The tutorial's programs on shared state, by their numbers: two processes run them, and this one looks on or takes part. What takes
 * the processors for longer is part of the long form.
 */
@ResourceLock("trireme.state")
@Tag("guarantee")
class TutorialStateIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static BrokerClient broker;
    private static States states;
    private static SharedState here;
    private static List<Party> parties;

    private final String name = BrokerClient.uniqueName("tutorial");

    @BeforeAll
    static void start() throws Exception {
        broker = BrokerClient.ofSharedBroker();
        states = States.start(broker.bootstrapServers(), 0);
        parties = List.of(new Party(broker.bootstrapServers(), 0), new Party(broker.bootstrapServers(), 1));
        await().atMost(PATIENCE).until(states::isRunning);
        here = states.client(States.LASTING);
    }

    @AfterAll
    static void close() throws Exception {
        for (Party party : parties) {
            party.close();
        }
        states.close();
        broker.close();
    }

    private void begin(String program) throws Exception {
        for (Party party : parties) {
            party.begin(program, name);
        }
    }

    private void end(String program) throws Exception {
        for (Party party : parties) {
            party.ends(program);
        }
    }

    private void run(String program) throws Exception {
        begin(program);
        end(program);
    }

    private List<String> lines() {
        return here.list(name + "-lines", String.class).snapshot();
    }

    private long waiting(String object) {
        return StateDirectory.of(here).find(object).map(Summary::waiting).orElse(0);
    }

    @Test
    void T2_twenty_threads_under_one_lock_count_up_in_order() throws Exception {
        run("T2");

        assertThat(lines())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 20).mapToObj(Integer::toString).toList());
    }

    @Test
    void T3_a_plain_lock_waits_for_itself_and_a_re_entrant_one_is_free_after_as_many_releases() throws Exception {
        run("T3");

        assertThat(here.lock(name).isLocked()).isFalse();
    }

    @Test
    void T4_ten_threads_start_and_execute_when_the_event_is_set() throws Exception {
        begin("T4");
        await().atMost(PATIENCE).until(() -> waiting(name) == 10);
        assertThat(lines()).hasSize(10).containsOnly("start");

        here.event(name).set();
        end("T4");

        assertThat(lines().subList(10, 20)).containsOnly("execute");
    }

    @Test
    void T5_two_consumers_wake_after_the_producers_line() throws Exception {
        begin("T5");
        SharedLock lock = here.lock(name);
        await().atMost(PATIENCE).until(() -> lines().size() == 2 && waiting(name) == 2);
        lock.lock();
        here.list(name + "-lines", String.class).add("produced");
        lock.newCondition("produced").signalAll();
        lock.unlock();
        end("T5");

        assertThat(lines()).containsExactly("waits", "waits", "produced", "consumed", "consumed");
    }

    @Test
    void T6_a_bounded_queue_blocks_refuses_times_out_and_knows_what_is_done() throws Exception {
        run("T6");
    }

    @Test
    void T7_what_twelve_put_and_ten_take_comes_out_once() throws Exception {
        int all = 12 * TutorialMain.EACH;
        here.counter(name + "-left").addAndGet(all);
        run("T7");

        assertThat(here.list(name + "-taken", Integer.class).snapshot())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, all).boxed().toList());
        SharedQueue<Integer> queue = here.queue(name, 10, Integer.class);
        assertThat(queue.join(PATIENCE)).isTrue();
        assertThat(queue.poll()).isNull();
        assertThatThrownBy(queue::taskDone)
                .isInstanceOfSatisfying(TriremeException.class, wrong -> assertThat(wrong.fault())
                        .isEqualTo(Fault.STATE_OVER_BOUND));
    }

    @Test
    void S2_a_value_is_set_and_an_array_negated_by_another_process() throws Exception {
        run("S2");

        assertThat(here.value(name, Double.class).get()).contains(3.1415927);
        assertThat(here.array(name + "-array", 11, Integer.class).snapshot())
                .containsExactlyElementsOf(
                        IntStream.range(0, 11).mapToObj(i -> -i).toList());
    }

    @Test
    void S3_a_map_gets_mixed_keys_and_a_list_is_reversed_by_another_process() throws Exception {
        run("S3");

        SharedMap<Object, Object> map = here.map(name, Object.class, Object.class);
        assertThat(map).hasSize(3).containsEntry(1, "1").containsEntry("2", 2).containsEntry(0.25, List.of());
        assertThat(here.list(name + "-list", Integer.class).snapshot()).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    }

    @Test
    void S4_semaphores_a_namespace_and_a_barrier_of_three_processes() throws Exception {
        begin("S4");
        here.barrier(name + "-barrier", 3).await(PATIENCE);
        end("S4");

        assertThat(here.namespace(name))
                .containsEntry("party-0", List.of(0, "here"))
                .containsEntry("party-1", List.of(1, "here"));
    }

    @Test
    @EnabledIfSystemProperty(named = "guarantee", matches = "long")
    void turns_under_one_name_are_taken_one_at_a_time_with_growing_tokens() throws Exception {
        run("turns");

        List<Long> tokens = here.list(name + "-tokens", Long.class).snapshot();
        assertThat(tokens).hasSize(30).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void parties_stopped_past_their_lease_learn_at_their_next_call_that_others_hold_what_they_held() throws Exception {
        Party unlocks = parties.get(0);
        Party counts = parties.get(1);
        unlocks.begin("lock", name + "-one");
        unlocks.ends("lock");
        counts.begin("lock", name + "-other");
        counts.ends("lock");
        List<SharedLock> locks = List.of(here.lock(name + "-one"), here.lock(name + "-other"));
        int partitions = here.client().partitions();
        String elsewhere = Stream.iterate(name, text -> text + "'") // it learns of the silence by itself, if at all
                .filter(text -> Names.partition(text, partitions) != Names.partition(name + "-other", partitions))
                .findFirst()
                .orElseThrow();

        for (Party party : parties) {
            party.freeze();
        }
        for (SharedLock lock : locks) {
            assertThat(lock.tryLock(PATIENCE)).isTrue();
        }
        for (Party party : parties) {
            party.thaw();
        }
        unlocks.begin("unlock", name + "-one");
        counts.begin("count", elsewhere);

        unlocks.fails("unlock", LeaseLost.class);
        counts.fails("count", LeaseLost.class);
        assertThat(here.counter(elsewhere).get()).isZero();
        locks.forEach(SharedLock::unlock); // they were not taken away
        counts.begin("count", elsewhere);
        counts.ends("count");
        assertThat(here.counter(elsewhere).get()).isOne();
    }

    @Test
    @EnabledIfSystemProperty(named = "guarantee", matches = "long")
    void a_party_that_dies_breaks_the_barrier_and_frees_its_lock() throws Exception {
        try (var third = new Party(broker.bootstrapServers(), 2)) {
            third.begin("lock", name + "-lock");
            third.ends("lock");
            third.begin("dies", name);
            await().atMost(PATIENCE).until(() -> here.barrier(name, 3).waiting() == 1);
            CompletableFuture<Integer> waits = here.barrier(name, 3).awaitAsync();
            third.close();

            assertThatThrownBy(() -> waits.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(BrokenBarrierException.class);
            assertThat(here.lock(name + "-lock").tryLock(PATIENCE)).isTrue();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "guarantee", matches = "long")
    void ten_thousand_wait_for_one_lock_and_those_who_still_want_it_get_it_in_order() throws Exception {
        SharedLock lock = here.lock(name);
        lock.lock();
        var granted = Collections.synchronizedList(new ArrayList<Integer>());
        List<CompletableFuture<SharedLock.Held>> waiting = IntStream.range(0, 10_000)
                .mapToObj(i -> {
                    CompletableFuture<SharedLock.Held> waits = lock.lockAsync();
                    waits.thenAccept(held -> granted.add(i));
                    return waits;
                })
                .toList();
        await().atMost(PATIENCE).until(() -> waiting(name) == 10_000);
        List<Integer> last = IntStream.range(9_995, 10_000).boxed().toList();
        waiting.subList(0, 9_995).forEach(waits -> waits.cancel(false));

        lock.unlock();
        for (int i : last) {
            waiting.get(i).get(PATIENCE.toSeconds(), TimeUnit.SECONDS).unlock().join();
        }

        assertThat(granted).containsExactlyElementsOf(last);
        assertThat(lock.isLocked()).isFalse();
    }

    @Test
    void two_megabytes_are_refused_with_where_to_put_them() {
        String large = "x".repeat(2 * 1024 * 1024);

        assertThatThrownBy(() -> here.value(name, String.class).set(large))
                .isInstanceOfSatisfying(TriremeException.class, wrong -> assertThat(wrong.fault())
                        .isEqualTo(Fault.STATE_TOO_LARGE));
        assertThatThrownBy(() -> here.map(name, String.class, String.class).put(large, "v"))
                .isInstanceOf(TriremeException.class)
                .hasMessageContaining("Store large data elsewhere");
    }

    @Test
    @EnabledIfSystemProperty(named = "guarantee", matches = "long")
    void a_rate_and_a_limit_hold_for_two_processes_together() throws Exception {
        SharedState there = states.client(States.LASTING);
        List<SharedRateLimiter> rates = List.of(
                here.rateLimiter(name + "-rate", 50, Duration.ofSeconds(1)),
                there.rateLimiter(name + "-rate", 50, Duration.ofSeconds(1)));
        List<SharedLimit> limits = List.of(here.limit(name, 3), there.limit(name, 3));
        SharedCounter inside = here.counter(name + "-inside");
        var most = Collections.synchronizedList(new ArrayList<Long>());
        long begun = System.nanoTime();
        TutorialMain.inThreads(10, thread -> {
            for (int i = 0; i < 10; i++) {
                rates.get(thread % 2).acquire();
                try (SharedPermit permit = limits.get(thread % 2).acquire()) {
                    most.add(inside.incrementAndGet());
                    inside.decrementAndGet();
                }
            }
        });

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(850));
        assertThat(most).hasSize(100).allMatch(count -> count <= 3);
    }
}
