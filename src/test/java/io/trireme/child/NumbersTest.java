package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void the_lowest_number_that_is_free_is_the_next() {
        var numbers = new Numbers();
        numbers.take();
        numbers.take();
        numbers.take();

        numbers.free(2);

        assertThat(numbers.take()).isEqualTo(2);
        assertThat(numbers.take()).isEqualTo(4);
    }

    @Test
    void a_child_that_is_gone_leaves_its_number_to_another() {
        var numbers = new Numbers();

        numbers.of("queue", Measures.NONE).close();

        assertThat(numbers.take()).isEqualTo(1);
    }
}
