package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.Snooze;
import io.trireme.TriremeException;
import io.trireme.consume.Exclusion;
import io.trireme.wire.PayloadCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ExclusiveLocksTest {
    private static final String NAME = "ledger";
    private static final Duration MOMENT = Duration.ofMillis(5);

    private final LocalHolder holder = new LocalHolder();
    private final SharedState hereState = holder.client(Runnable::run);
    private final ExclusiveLocks here = new ExclusiveLocks(hereState, MOMENT);
    private final ExclusiveLocks there = new ExclusiveLocks(holder.client(Runnable::run), MOMENT);

    @Test
    void one_turn_at_a_time_in_all_processes_each_with_a_larger_token() throws Exception {
        long first;
        try (Exclusion.Hold turn = here.enter(NAME)) {
            first = turn.token();
            assertThatThrownBy(() -> there.enter(NAME)).isInstanceOf(Snooze.class);
            assertThatThrownBy(() -> elsewhere(() -> here.enter(NAME))).hasCauseInstanceOf(Snooze.class);
            turn.end();
        }
        try (Exclusion.Hold turn = there.enter(NAME)) {
            assertThat(turn.token()).isGreaterThan(first);
        }
        here.enter(NAME).end();
    }

    @Test
    void attempts_of_one_process_make_one_call_at_a_time() throws Exception {
        try (Exclusion.Hold turn = here.enter(NAME)) {
            int calls = holder.sent.size();
            assertThatThrownBy(() -> elsewhere(() -> here.enter(NAME))).hasCauseInstanceOf(Snooze.class);
            assertThat(holder.sent).hasSize(calls);
        }
    }

    @Test
    void who_gives_its_worker_back_leaves_no_place_in_the_line() throws Exception {
        try (Exclusion.Hold turn = here.enter(NAME)) {
            assertThatThrownBy(() -> there.enter(NAME)).isInstanceOf(Snooze.class);
            turn.end();
        }
        assertThat(hereState.lock(NAME).isLocked()).isFalse();
    }

    @Test
    void the_handler_may_take_the_lock_again_and_its_token_is_read_by_any_thread() throws Exception {
        try (Exclusion.Hold turn = here.enter(NAME)) {
            SharedLock lock = hereState.lock(NAME);
            assertThat(lock.tryLock()).isTrue();
            assertThat(CompletableFuture.supplyAsync(turn::token).get()).isEqualTo(lock.token());
            lock.unlock();
            turn.end();
        }
        assertThat(hereState.lock(NAME).isLocked()).isFalse();
    }

    @Test
    void a_turn_whose_lease_ended_is_told_by_its_token_and_at_its_end() throws Exception {
        Exclusion.Hold turn = here.enter(NAME);
        holder.expireAll();
        assertThat(there.enter(NAME).token()).isPositive();

        assertThatThrownBy(turn::token).isInstanceOf(LeaseLost.class);
        assertThatThrownBy(turn::end).isInstanceOf(LeaseLost.class);
        turn.close();
        assertThatThrownBy(() -> here.enter(NAME)).isInstanceOf(Snooze.class);
    }

    @Test
    void a_turn_that_is_given_up_is_given_up_until_that_is_answered() throws Exception {
        here.enter(NAME);
        SharedLock lock = hereState.lock(NAME);
        holder.holdUp();
        CompletableFuture<Reply> answer = lock.unlockSoon(lock.hold());

        holder.sayTooMany();
        assertThat(answer).isNotDone();
        holder.deliver();

        assertThat(answer).isCompleted();
        there.enter(NAME).end();
    }

    @Test
    void an_attempt_that_was_interrupted_gives_its_turn_up_and_stays_interrupted() throws Exception {
        Exclusion.Hold turn = here.enter(NAME);
        Thread.currentThread().interrupt();
        turn.close();

        assertThat(Thread.interrupted()).isTrue();
        there.enter(NAME).end();
    }

    @Test
    void an_interrupt_while_it_waits_passes_and_leaves_the_way_free() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> here.enter(NAME)).isInstanceOf(InterruptedException.class);

        here.enter(NAME).end();
    }

    @Test
    void while_nobody_holds_shared_state_the_worker_is_given_back() {
        StateClient.Opening nobody = (id, whom) -> {
            throw Fault.STATE_MISSING.because();
        };
        var client = new StateClient(nobody, Duration.ofHours(1), Duration.ofHours(1), Runnable::run);
        var locks = new ExclusiveLocks(new SharedState(client, new PayloadCodec(new ObjectMapper())), MOMENT);

        assertThatThrownBy(() -> locks.enter(NAME)).isInstanceOf(Snooze.class);
        assertThatThrownBy(() -> locks.enter(NAME)).isInstanceOf(Snooze.class);
    }

    @Test
    void a_name_that_is_something_else_fails_the_attempt() {
        hereState.counter(NAME).incrementAndGet();

        assertThatThrownBy(() -> here.enter(NAME))
                .isInstanceOfSatisfying(TriremeException.class, wrong -> assertThat(wrong.fault())
                        .isEqualTo(Fault.STATE_OTHER_KIND));
    }

    private interface Entering {
        Exclusion.Hold enter() throws InterruptedException;
    }

    private static void elsewhere(Entering entering) throws Exception {
        var done = new CompletableFuture<Void>();
        Thread.startVirtualThread(() -> {
            try {
                entering.enter();
                done.complete(null);
            } catch (InterruptedException | RuntimeException refused) {
                done.completeExceptionally(refused);
            }
        });
        done.get();
    }
}
