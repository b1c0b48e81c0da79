package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The owner's clock jumps, stands still, or begins anew elsewhere. */
class LeasesTest {
    private static final long LEASE = Duration.ofSeconds(10).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final Command LOCK =
            Command.of(Kind.LOCK, "door", Verb.ACQUIRE).withHolder("1").waiting();

    private final Log log = new Log();
    private final Leases leases = new Leases();

    private void hear(String session, long nanos) {
        leases.heard(session, log.shard.session(session).orElseThrow(), nanos);
    }

    private void renew(String session) {
        log.append(Command.of(Verb.RENEW, session, 0));
    }

    @Test
    void who_is_not_heard_of_for_a_lease_is_ended_and_no_sooner() {
        log.open("ada");
        hear("ada", 0);

        assertThat(leases.overdue(LEASE - 1)).isEmpty();
        assertThat(leases.overdue(LEASE))
                .containsExactly(Command.of(
                        Verb.EXPIRE,
                        "ada",
                        log.shard.session("ada").orElseThrow().renewed()));
    }

    @Test
    void an_end_is_asked_for_again_after_another_lease_should_it_have_been_lost() {
        log.open("ada");
        hear("ada", 0);
        leases.overdue(LEASE);

        assertThat(leases.overdue(2 * LEASE - 1)).isEmpty();
        assertThat(leases.overdue(2 * LEASE)).hasSize(1);
    }

    @Test
    void an_owner_that_slept_or_whose_clock_jumped_ahead_ends_nobody_who_renewed_meanwhile() {
        Log.Caller ada = log.open("ada");
        Log.Caller bob = log.open("bob");
        ada.call(LOCK);
        Log.Call waits = bob.call(LOCK);
        hear("ada", 0);
        hear("bob", 0);

        renew("ada"); // in the log, and not yet read when the owner looks at its clock
        renew("bob");
        for (Command end : leases.overdue(HOUR)) {
            log.append(end);
        }

        assertThat(log.shard.sessions()).containsOnlyKeys("ada", "bob");
        assertThat(waits.waits()).isTrue();
    }

    @Test
    void a_clock_that_goes_back_ends_nobody_early() {
        log.open("ada");
        hear("ada", HOUR);

        assertThat(leases.overdue(0)).isEmpty();
        assertThat(leases.overdue(HOUR + LEASE - 1)).isEmpty();
        assertThat(leases.overdue(HOUR + LEASE)).hasSize(1);
    }

    @Test
    void a_count_of_nanoseconds_that_wraps_around_is_no_jump() {
        log.open("ada");
        hear("ada", Long.MAX_VALUE - LEASE / 2);

        assertThat(leases.overdue(Long.MIN_VALUE)).isEmpty();
        assertThat(leases.overdue(Long.MIN_VALUE + LEASE)).hasSize(1);
    }
}
