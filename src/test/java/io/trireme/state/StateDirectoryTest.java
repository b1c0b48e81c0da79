package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Fault;
import io.trireme.TriremeException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of shared objects and do to them, and what meters do. */
class StateDirectoryTest {
    private final LocalHolder holder = new LocalHolder();
    private final SharedState state = holder.client(Runnable::run);
    private final SharedState other = holder.client(Runnable::run);
    private final StateDirectory directory = StateDirectory.of(other);

    @AfterEach
    void close() {
        state.close();
        other.close();
    }

    @Test
    void what_is_not_at_rest_is_listed_by_name_as_far_as_is_wanted() {
        state.counter("b").addAndGet(7);
        state.lock("a").lock();
        state.queue("c", 2, String.class).add("x");
        state.lock("at rest").lock();
        state.lock("at rest").unlock();

        assertThat(directory.list(10)).extracting(Summary::name).containsExactly("a", "b", "c");
        assertThat(directory.list(2)).extracting(Summary::kind).containsExactly("lock", "counter");
        assertThat(directory.list(10)).extracting(Summary::size).containsExactly(1L, 7L, 1L);
    }

    @Test
    void of_a_lock_is_shown_who_holds_it_since_when_and_since_when_others_wait() {
        SharedLock lock = state.lock("door");
        lock.lock();
        CompletableFuture<SharedLock.Held> waits = other.lock("door").lockAsync();

        StateView shown = StateView.of(directory.show("door"));

        assertThat(shown.token()).hasValue(lock.token());
        assertThat(shown.holder().orElseThrow()).contains("/");
        assertThat(shown.waiting()).isEqualTo(1);
        assertThat(shown.heldSince().orElseThrow())
                .isLessThan(shown.oldestWaiter().orElseThrow());
        waits.cancel(false);
    }

    @Test
    void a_lock_that_is_taken_from_its_holder_goes_to_who_waits_and_the_holder_is_told() {
        SharedLock lock = state.lock("door");
        lock.lock();
        long old = lock.token();
        CompletableFuture<SharedLock.Held> waits = other.lock("door").lockAsync();

        directory.release("door");

        assertThat(waits.join().token()).isGreaterThan(old);
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    void what_is_not_there_or_not_held_is_said() {
        other.counter("n").incrementAndGet();

        assertUnknown(() -> directory.show("nobody knows it"));
        assertUnknown(() -> directory.release("nobody knows it"));
        assertUnknown(() -> directory.release("n"));
    }

    private static void assertUnknown(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TriremeException.class, wrong -> assertThat(wrong.fault())
                .isEqualTo(Fault.STATE_UNKNOWN));
    }

    @Test
    void meters_tell_the_oldest_waiter_and_the_longest_hold_of_all_partitions() {
        var sights = new Sights();
        sights.saw(0, List.of(lock("a", 500, 700), lock("b", 400, 0)));
        sights.saw(1, List.of(lock("c", 0, 600)));

        assertThat(List.of(sights.objects(), sights.heldSince(), sights.oldestWaiter()))
                .containsExactly(3L, 400L, 600L);

        sights.forget(0);
        assertThat(List.of(sights.objects(), sights.heldSince(), sights.oldestWaiter()))
                .containsExactly(1L, 0L, 600L);
    }

    private static Summary lock(String name, long heldSince, long oldestWaiter) {
        return new Summary(name, "lock", 1, "who/thread", 1, heldSince, 1, oldestWaiter, "");
    }
}
