package io.trireme.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MergedMetersTest {
    @Test
    void rows_of_one_meter_stand_together_below_one_description_and_name_their_process() {
        var merged = new MergedMeters();
        merged.add("1", page(5));
        merged.add("2", page(7));

        assertThat(merged.page())
                .isEqualTo(
                        """
                        # HELP tasks_total Tasks, done
                        # TYPE tasks_total counter
                        tasks_total{process="1",queue="a b"} 5
                        tasks_total{process="2",queue="a b"} 7
                        # HELP up Up
                        # TYPE up gauge
                        up{process="1"} 1
                        up{process="1"} 2
                        up{process="2"} 1
                        up{process="2"} 2
                        """);
    }

    private static String page(int tasks) {
        return """
                # HELP tasks_total Tasks, done
                # TYPE tasks_total counter
                tasks_total{queue="a b"} %d

                # HELP up Up
                # TYPE up gauge
                up 1
                up{} 2
                # EOF
                """
                .formatted(tasks);
    }
}
