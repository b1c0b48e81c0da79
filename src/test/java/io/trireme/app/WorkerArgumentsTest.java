package io.trireme.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerArgumentsTest {
    @Test
    void what_is_the_supervisors_own_is_left_out_and_the_rest_goes_on() {
        assertThat(WorkerArguments.of(
                        List.of(
                                "-v",
                                "work",
                                "--processes",
                                "3",
                                "--queues=a,b",
                                "--restarts=2",
                                "--management-port",
                                "1"),
                        7))
                .containsExactly(
                        "-v",
                        "work",
                        "--queues=a,b",
                        "--lifeline",
                        "--management-host",
                        "127.0.0.1",
                        "--management-port",
                        "7");
    }
}
