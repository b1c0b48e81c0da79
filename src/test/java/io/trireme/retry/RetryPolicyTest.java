package io.trireme.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    private static final RetryPolicy PLAIN = policy(5, 2, 0, Set.of());

    private static RetryPolicy policy(int attempts, double factor, double jitter, Set<String> abortOn) {
        return new RetryPolicy(attempts, Duration.ofSeconds(1), factor, Duration.ofMinutes(5), jitter, abortOn);
    }

    @ParameterizedTest
    @CsvSource({"1,1000", "2,2000", "3,4000", "9,256000", "10,300000", "11,300000", "2000000000,300000"})
    void pauses_double_up_to_the_ceiling_however_often_it_failed(int failed, long millis) {
        assertThat(PLAIN.pause(failed, () -> 0.99)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void a_factor_of_one_keeps_the_pause() {
        assertThat(policy(5, 1, 0, Set.of()).pause(1_000, () -> 0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Property
    void jitter_leaves_out_at_most_its_share(
            @ForAll @DoubleRange(min = 0, max = 1) double jitter,
            @ForAll @IntRange(min = 1) int failed,
            @ForAll long seed) {
        var random = new Random(seed);
        RetryPolicy policy = policy(5, 2, jitter, Set.of());
        Duration full = PLAIN.pause(failed, () -> 0);

        Duration pause = policy.pause(failed, random::nextDouble);

        assertThat(pause).isLessThanOrEqualTo(full);
        assertThat(pause.toNanos()).isGreaterThanOrEqualTo((long) (full.toNanos() * (1 - jitter)) - 1);
    }

    @Test
    void what_aborts_does_so_with_its_subclasses() {
        RetryPolicy policy = policy(5, 2, 0, Set.of(IOException.class.getName()));

        assertThat(policy.aborts(new FileNotFoundException())).isTrue();
        assertThat(policy.aborts(new RuntimeException(new IOException()))).isFalse();
        assertThat(PLAIN.aborts(new IOException())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,1,0", "1,0.5,0", "1,NaN,0", "1,1,-0.1", "1,1,1.1", "1,1,NaN"})
    void values_out_of_range_are_refused_with_the_way_out(int attempts, double factor, double jitter) {
        assertThatThrownBy(() -> policy(attempts, factor, jitter, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use a number from");
    }

    @Test
    void a_pause_of_a_thousand_years_is_refused_and_does_not_overflow() {
        assertThatThrownBy(() -> new RetryPolicy(5, Duration.ofDays(365_000), 2, Duration.ofDays(365_000), 0, Set.of()))
                .hasMessageContaining("use a duration from 0 to 365 days");
        var longest = new RetryPolicy(1_000_000, Duration.ofDays(365), 1_000, Duration.ofDays(365), 0, Set.of());
        assertThat(longest.pause(1_000_000, () -> 0)).isEqualTo(Duration.ofDays(365));
    }

    @Test
    void what_a_handler_says_wins_and_the_rest_is_the_queues() {
        var written = RetryOverride.parse(
                new RetryOverride(Map.of("maxAttempts", "8", "delay", "250ms", "abortOn", "a.B,c.D")).asText());

        RetryPolicy policy = written.on(PLAIN);

        assertThat(policy)
                .isEqualTo(
                        new RetryPolicy(8, Duration.ofMillis(250), 2, Duration.ofMinutes(5), 0, Set.of("a.B", "c.D")));
        assertThat(RetryOverride.parse(RetryOverride.NONE.asText()).on(PLAIN)).isSameAs(PLAIN);
    }

    @Test
    void a_duration_that_is_none_is_refused_with_the_way_out() {
        assertThatThrownBy(() -> new RetryOverride(Map.of("delay", "soon")).on(PLAIN))
                .hasMessageContaining("delay is 'soon'; use a duration like");
    }
}
