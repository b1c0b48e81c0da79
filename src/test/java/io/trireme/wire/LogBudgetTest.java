package io.trireme.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogBudgetTest {
    @Test
    void ten_lines_a_second_may_be_written_and_the_rest_is_counted() {
        var now = new AtomicLong();
        var budget = new LogBudget(now::get);

        assertThat(IntStream.range(0, 25).filter(line -> budget.allows()).count())
                .isEqualTo(10);
        now.addAndGet(1_000_000_000L);
        assertThat(budget.allows()).isTrue();
        assertThat(budget.suppressed()).contains("15 lines");
        assertThat(budget.suppressed()).isEmpty();
    }
}
