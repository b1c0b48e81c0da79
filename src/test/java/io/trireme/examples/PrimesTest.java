package io.trireme.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trireme.pool.CallFailed;
import io.trireme.pool.LocalPool;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrimesTest {
    @Test
    void divides_numbers_on_a_pool() throws Exception {
        try (var pool = LocalPool.calling(Primes::divide).processes(2).open()) {
            assertThat(Primes.primesFrom(90, 3, pool)).containsExactly(97L, 101L, 103L);
            assertThat(pool.map(List.of(15L, 49L, 97L)))
                    .extracting(Primes.Divided::divisor)
                    .containsExactly(3L, 7L, 97L);
            assertThatExceptionOfType(CallFailed.class)
                    .isThrownBy(() -> pool.map(List.of(4L, 1L)))
                    .satisfies(failure -> assertThat(failure.index()).isEqualTo(1));
        }
    }
}
