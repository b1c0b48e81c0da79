package io.trireme.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
    @Test
    void each_restart_waits_longer_up_to_a_bound() {
        var budget = new RestartBudget(100);

        assertThat(budget.spend(0)).contains(Duration.ofMillis(500));
        assertThat(budget.spend(0)).contains(Duration.ofSeconds(1));
        assertThat(budget.spend(0)).contains(Duration.ofSeconds(2));
        for (int i = 3; i < 99; i++) {
            budget.spend(0);
        }
        assertThat(budget.spend(0)).contains(Duration.ofSeconds(30));
    }

    @Test
    void one_more_than_the_budget_is_refused() {
        var budget = new RestartBudget(2);
        budget.spend(0);
        budget.spend(0);

        assertThat(budget.spend(0)).isEmpty();
        assertThat(new RestartBudget(0).spend(0)).isEmpty();
    }

    @Test
    void what_lies_beyond_the_window_is_forgotten() {
        var budget = new RestartBudget(2);
        budget.spend(0);
        budget.spend(RestartBudget.WINDOW.toNanos());

        assertThat(budget.spend(RestartBudget.WINDOW.toNanos() + 1)).contains(Duration.ofSeconds(1));
        assertThat(budget.spend(RestartBudget.WINDOW.toNanos() + 2)).isEmpty();
    }
}
