package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.TaskProgress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptProgressTest {
    private final List<Frame> said = new ArrayList<>();
    private final AttemptProgress progress = new AttemptProgress(said::add);

    @Test
    void what_comes_too_soon_is_left_out_but_not_the_last_word() {
        for (int done = 1; done <= 1_000; done++) {
            progress.tell(new TaskProgress(done, 1_000, "rows"));
        }

        assertThat(said)
                .hasSizeLessThan(10)
                .startsWith(new Frame.Progress(1, 1_000, "rows"))
                .endsWith(new Frame.Progress(1_000, 1_000, "rows"));
    }

    @Test
    void nothing_is_said_behind_the_answer() {
        progress.end();

        progress.tell(new TaskProgress(1, 1, "late"));

        assertThat(said).isEmpty();
    }
}
