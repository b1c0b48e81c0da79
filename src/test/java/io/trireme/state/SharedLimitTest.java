package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedLimitTest {
    private static final Duration LONG = Duration.ofMillis(300);
    private static final Duration SHORT = Duration.ofMillis(60);

    private final LocalHolder holder = new LocalHolder();
    private final ManualLater later = new ManualLater();
    private final SharedLimit here = limit(2);
    private final SharedLimit there = limit(2);

    private SharedLimit limit(int permits) {
        StateClient client = holder.client(Runnable::run).client();
        return new SharedLimit(new Access(client, Kind.BOUNDED_SEMAPHORE, "calls", permits), later);
    }

    @Test
    void there_are_so_many_permits_in_all_processes() throws Exception {
        SharedPermit first = here.acquire();
        there.acquire();

        assertThat(here.tryAcquire()).isEmpty();
        CompletableFuture<SharedPermit> waits = there.acquireAsync();
        assertThat(waits).isNotDone();

        later.pass(LONG);
        first.close();
        assertThat(waits).isCompleted();
    }

    @Test
    void a_thousand_calls_one_after_another_cost_one_question() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            here.acquire().close();
        }

        assertThat(holder.sent).extracting(Command::verb).containsExactly(Verb.OPEN, Verb.ACQUIRE);
    }

    @Test
    void a_permit_passes_through_as_many_hands_as_there_are() throws Exception {
        var continuations = new ArrayDeque<Runnable>();
        StateClient client = holder.client(continuations::add).client();
        var one = new SharedLimit(new Access(client, Kind.BOUNDED_SEMAPHORE, "one", 1), later);
        List<CompletableFuture<Void>> users = IntStream.range(0, 10_000)
                .mapToObj(i -> one.acquireAsync().thenAccept(SharedPermit::close))
                .toList();

        for (var next = continuations.poll(); next != null; next = continuations.poll()) {
            next.run();
        }

        assertThat(users).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void who_waits_here_gets_what_is_given_back_here_and_what_was_asked_for_it_is_withdrawn() throws Exception {
        SharedPermit theirs = there.acquire();
        SharedPermit one = here.acquire();
        CompletableFuture<SharedPermit> waits = here.acquireAsync();

        one.close();

        assertThat(waits).isCompleted();
        later.pass(SHORT);
        assertThat(holder.sent.getLast().verb()).isEqualTo(Verb.WITHDRAW);
        theirs.close();
    }

    @Test
    void a_process_that_has_all_permits_asks_for_one_at_a_time() throws Exception {
        here.acquire();
        here.acquire();
        int asked = holder.sent.size();

        assertThat(here.acquireAsync()).isNotDone();
        assertThat(here.acquireAsync()).isNotDone();

        assertThat(holder.sent).hasSize(asked + 1);
    }

    @Test
    void what_is_not_used_for_a_moment_goes_back_to_the_others() throws Exception {
        here.acquire().close();
        here.acquire();
        here.acquire().close();
        CompletableFuture<SharedPermit> waits = there.acquireAsync();
        assertThat(waits).isNotDone();

        later.pass(SHORT);

        assertThat(waits).isCompleted();
    }

    @Test
    void however_busy_a_process_is_others_have_their_turn() throws Exception {
        List<CompletableFuture<SharedPermit>> busy =
                IntStream.range(0, 20).mapToObj(i -> here.acquireAsync()).toList();
        CompletableFuture<SharedPermit> waits = there.acquireAsync();
        int served = 0;
        for (CompletableFuture<SharedPermit> one : busy) {
            if (waits.isDone()) {
                break;
            }
            later.pass(Duration.ofMillis(40));
            one.join().close();
            served++;
        }

        assertThat(waits).isCompleted();
        assertThat(served).isBetween(6, 9);
    }

    @Test
    void who_no_longer_waits_gets_none() throws Exception {
        SharedPermit one = here.acquire();
        SharedPermit other = here.acquire();
        assertThat(here.tryAcquire(Duration.ofNanos(1))).isEmpty();

        later.pass(LONG);
        one.close();
        other.close();

        assertThat(there.availablePermits()).isEqualTo(2);
    }

    @Test
    void a_permit_is_given_back_once() throws Exception {
        SharedPermit one = here.acquire();
        later.pass(LONG);
        one.close();
        one.close();

        assertThat(there.availablePermits()).isEqualTo(2);
    }

    @Test
    void what_goes_back_is_asked_for_until_it_is_answered() throws Exception {
        SharedPermit one = here.acquire();
        later.pass(LONG);
        holder.holdUp();
        one.close();
        Command release = holder.sent.getLast();
        assertThat(release.verb()).isEqualTo(Verb.RELEASE);

        holder.sayTooMany();

        here.acquireAsync();
        assertThat(holder.sent.getLast().known().answered()).isEqualTo(release.number());
    }

    @Test
    void who_lost_its_lease_is_told_when_it_gives_back_and_keeps_nothing() throws Exception {
        SharedPermit one = here.acquire();
        here.acquire().close();
        holder.expireAll();

        assertThatThrownBy(one::close).isInstanceOf(LeaseLost.class);
        here.acquire();
        assertThat(there.tryAcquire()).isPresent();
        assertThat(there.tryAcquire()).isEmpty();
    }

    @Test
    void who_waits_when_the_lease_is_lost_waits_on() throws Exception {
        there.acquire();
        there.acquire();
        CompletableFuture<SharedPermit> waits = here.acquireAsync();

        holder.expireAll();

        assertThat(waits).isCompleted().isNotCompletedExceptionally();
    }
}
