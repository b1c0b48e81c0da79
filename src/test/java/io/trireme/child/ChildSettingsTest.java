package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trireme.TriremeException;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChildSettingsTest {
    @Test
    void a_value_out_of_range_is_named_with_its_setting_and_what_to_use() {
        assertThatExceptionOfType(TriremeException.class)
                .isThrownBy(() -> TestChild.settings("q", OptionalInt.of(0)))
                .withMessage("trireme.queues.\"q\".process.max-tasks-per-worker is 0; use 1 or more.");
    }

    @Test
    void a_value_of_a_pool_is_named_with_the_method_that_sets_it() {
        var limits = new ChildCalls.Limits(OptionalInt.empty(), Duration.ZERO, Duration.ofMinutes(1), 5);

        assertThatExceptionOfType(TriremeException.class)
                .isThrownBy(() -> ChildSettings.ofPool("pool", limits))
                .withMessage("maxMessageBytes is 5; use a number from 1048576 to 1073741824.");
    }

    @Test
    void what_is_not_set_is_as_the_page_of_settings_says() {
        var usual = ChildSettings.usual("q");

        assertThat(usual.maxTasks()).isEmpty();
        assertThat(usual.longest()).isEqualTo(64 << 20);
        assertThat(usual.killGrace()).hasSeconds(5);
        assertThat(usual.startTimeout()).hasMinutes(1);
    }
}
