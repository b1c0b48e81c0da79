package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The holder's clock goes on by a millisecond with each command; that of the processes when they are told. */
class SharedRateLimiterTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final LocalHolder holder = new LocalHolder();
    private final ManualLater later = new ManualLater();

    private SharedRateLimiter limiter(int permits, Duration per) {
        StateClient client = holder.client(Runnable::run).client();
        return new SharedRateLimiter(new Access(client, Kind.RATE_LIMITER, "calls", permits), per, later);
    }

    @Test
    void what_is_there_is_had_at_once_by_all_and_then_nothing() throws Exception {
        SharedRateLimiter here = limiter(3, Duration.ofHours(1));
        SharedRateLimiter there = limiter(3, Duration.ofHours(1));

        here.acquire();
        there.acquire();
        assertThat(here.tryAcquire()).isTrue();

        assertThat(here.tryAcquire()).isFalse();
        assertThat(there.tryAcquire()).isFalse();
        assertThat(there.tryAcquire(Duration.ofNanos(1))).isFalse();
    }

    @Test
    void who_waits_goes_on_when_its_time_has_come() throws Exception {
        SharedRateLimiter here = limiter(1, Duration.ofSeconds(1));
        here.acquire();
        CompletableFuture<Void> first = here.acquireAsync();
        CompletableFuture<Void> second = here.acquireAsync();

        later.pass(Duration.ofMillis(990));
        assertThat(first).isNotDone();
        later.pass(Duration.ofMillis(10));
        assertThat(first).isCompleted();
        later.pass(Duration.ofMillis(990));
        assertThat(second).isNotDone();
        later.pass(Duration.ofMillis(1_010));
        assertThat(second).isCompleted();
    }

    @Test
    void a_busy_process_asks_once_for_many() throws Exception {
        SharedRateLimiter here = limiter(1_000_000, Duration.ofSeconds(1));
        for (int i = 0; i < 10_000; i++) {
            here.acquire();
            if (i % 10 == 0) {
                later.pass(MILLI);
            }
        }

        assertThat(holder.sent).hasSizeLessThan(100);
    }

    @Test
    void so_does_one_that_never_waits() {
        SharedRateLimiter here = limiter(1_000_000, Duration.ofSeconds(1));
        for (int i = 0; i < 10_000; i++) {
            assertThat(here.tryAcquire()).isTrue();
            if (i % 10 == 0) {
                later.pass(MILLI);
            }
        }

        assertThat(holder.sent).hasSizeLessThan(100);
    }

    @Test
    void what_a_user_does_with_a_permit_holds_up_nobody_else() {
        var continuations = new ArrayDeque<Runnable>();
        StateClient client = holder.client(continuations::add).client();
        var here = new SharedRateLimiter(new Access(client, Kind.RATE_LIMITER, "calls", 2), MILLI, later);
        CompletableFuture<Void> first = here.acquireAsync();
        CompletableFuture<Void> second = here.acquireAsync();

        continuations.remove().run(); // the answer
        Runnable toldFirst = continuations.remove();
        continuations.remove().run(); // the answer to the next question
        continuations.remove().run();

        assertThat(first).isNotDone();
        assertThat(second).isCompleted();
        toldFirst.run();
        assertThat(first).isCompleted();
    }

    @Test
    void what_was_fetched_and_is_not_used_for_long_is_not_used_at_all() throws Exception {
        SharedRateLimiter here = limiter(1_000, Duration.ofSeconds(1));
        for (int i = 0; i < 20; i++) {
            here.acquire();
        }
        int asked = holder.sent.size();
        here.acquire();
        assertThat(holder.sent).hasSize(asked);

        later.pass(Duration.ofMillis(101));
        here.acquire();

        assertThat(holder.sent).hasSize(asked + 1);
    }

    @Test
    void one_that_asks_now_and_then_takes_no_more_than_it_needs() throws Exception {
        SharedRateLimiter here = limiter(1_000, Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            here.acquire();
            later.pass(Duration.ofSeconds(1));
        }

        assertThat(holder.sent)
                .filteredOn(sent -> sent.verb() == Verb.ACQUIRE)
                .allSatisfy(sent -> assertThat(sent.amount()).isLessThanOrEqualTo(2));
    }

    @Test
    void who_no_longer_waits_is_not_waited_for() throws Exception {
        SharedRateLimiter here = limiter(1, Duration.ofSeconds(1));
        here.acquire();
        CompletableFuture<Void> gone = here.acquireAsync();
        CompletableFuture<Void> waits = here.acquireAsync();
        gone.cancel(false);

        later.pass(Duration.ofSeconds(1));

        assertThat(waits).isCompleted();
    }

    @Test
    void a_lost_lease_is_nothing_to_who_holds_nothing() throws Exception {
        SharedRateLimiter here = limiter(10, Duration.ofSeconds(1));
        here.acquire();
        holder.expireAll();

        here.acquire();
        assertThat(here.tryAcquire()).isTrue();
    }
}
