package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trireme.TriremeException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChildSettingsTest {
    @Test
    void a_value_out_of_range_is_named_with_its_setting_and_what_to_use() {
        assertThatExceptionOfType(TriremeException.class)
                .isThrownBy(() -> ChildSettings.usual("q").replacedAfter(OptionalInt.of(0)))
                .withMessage("trireme.queues.\"q\".process.max-tasks-per-worker is 0; use 1 or more.");
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
