package io.trireme.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.testing.PlainTask;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void words_are_counted_and_it_is_told_how_far_that_is() {
        var told = new ArrayList<Long>();
        var task = new PlainTask() {
            @Override
            public void progress(long done, long total, String note) {
                told.add(done);
            }
        };

        var counted = new Words().count(new String[] {"To be", "or not to be!"}, task);

        assertThat(counted).isEqualTo(new Words.Counted(6, 4));
        assertThat(told).isEqualTo(List.of(1L, 2L));
    }
}
