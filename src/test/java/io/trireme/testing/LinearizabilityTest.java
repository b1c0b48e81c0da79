package io.trireme.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
    /** A register: an input writes its number, or reads if it is empty. */
    private static final Model<Integer, Optional<Integer>, Integer> REGISTER = new Model<>() {
        @Override
        public Integer initial() {
            return 0;
        }

        @Override
        public Optional<Integer> step(Integer state, Optional<Integer> input, Optional<Integer> output) {
            if (input.isPresent()) {
                return input;
            }
            return output.isEmpty() || output.get().equals(state) ? Optional.of(state) : Optional.empty();
        }
    };

    private static Operation<Optional<Integer>, Integer> write(int number, long called, long returned) {
        return Operation.known(called, returned, Optional.of(number), number);
    }

    private static Operation<Optional<Integer>, Integer> read(int number, long called, long returned) {
        return Operation.known(called, returned, Optional.empty(), number);
    }

    @Test
    void operations_that_overlap_may_have_any_order() {
        var history = List.of(write(1, 0, 10), read(0, 2, 5), read(1, 3, 6), write(2, 4, 20), read(1, 12, 13));

        assertThat(Linearizability.violation(history, REGISTER)).isEmpty();
    }

    @Test
    void a_read_of_what_was_overwritten_before_it_began_is_found() {
        var history = List.of(write(1, 0, 1), write(2, 2, 3), read(1, 4, 5));

        assertThat(Linearizability.violation(history, REGISTER))
                .get()
                .asString()
                .contains("- Operation[called=4");
    }

    @Test
    void two_readers_must_not_see_two_writes_in_different_orders() {
        var history = List.of(write(1, 0, 100), write(2, 0, 100), read(1, 1, 2), read(2, 3, 4), read(1, 5, 6));

        assertThat(Linearizability.violation(history, REGISTER)).isPresent();
    }

    @Test
    void what_nobody_knows_the_outcome_of_may_have_happened_at_any_later_time_or_not_at_all() {
        Operation<Optional<Integer>, Integer> lost = Operation.unknown(0, Optional.of(7));

        assertThat(Linearizability.violation(List.of(lost, read(0, 1, 2), read(7, 3, 4)), REGISTER))
                .isEmpty();
        assertThat(Linearizability.violation(List.of(lost, read(0, 1, 2)), REGISTER))
                .isEmpty();
        assertThat(Linearizability.violation(List.of(lost, read(7, 1, 2), read(0, 3, 4)), REGISTER))
                .isPresent();
    }
}
