package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Snooze;
import io.trireme.TaskContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExclusiveHandlerTest {
    private static final long TOKEN = 42;
    private final List<String> happened = new ArrayList<>();

    @Test
    void it_is_called_within_its_turn_and_sees_the_token() throws Exception {
        assertThat(call(TaskContext::fencingToken)).isEqualTo(TOKEN);
        assertThat(happened).containsExactly("enter ledger", "end");
    }

    @Test
    void what_it_throws_ends_the_turn_and_passes_as_it_is() {
        var thrown = new IOException("no");

        assertThatThrownBy(() -> call(task -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(happened).containsExactly("enter ledger", "close");
    }

    @Test
    void without_a_turn_it_is_not_called() {
        var later = Snooze.of(Duration.ofSeconds(1));
        Exclusion closed = name -> {
            throw later;
        };

        assertThatThrownBy(() -> handler(task -> happened.add("called"), Optional.of("ledger"), closed)
                        .handle(HandlerTask.tombstone()))
                .isSameAs(later);
        assertThat(happened).isEmpty();
    }

    @Test
    void one_that_is_not_exclusive_is_left_as_it_is_and_has_no_token() {
        Handler plain = handler(TaskContext::fencingToken, Optional.empty(), this::enter);

        assertThat(plain).isNotInstanceOf(ExclusiveHandler.class);
        assertThatThrownBy(() -> plain.handle(HandlerTask.tombstone()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@Exclusive");
    }

    private Object call(Work work) throws Exception {
        return handler(work, Optional.of("ledger"), this::enter).handle(HandlerTask.tombstone());
    }

    private interface Work {
        Object on(TaskContext task) throws Exception;
    }

    private static Handler handler(Work work, Optional<String> name, Exclusion exclusion) {
        var handler = new Handler() {
            @Override
            public String queue() {
                return "entries";
            }

            @Override
            public String type() {
                return "entries";
            }

            @Override
            public String name() {
                return "Ledger#post";
            }

            @Override
            public Optional<String> exclusive() {
                return name;
            }

            @Override
            public Object handle(TaskContext task) throws Exception {
                return work.on(task);
            }
        };
        return ExclusiveHandler.among(Map.of("entries", handler), exclusion).get("entries");
    }

    private Exclusion.Hold enter(String name) {
        happened.add("enter " + name);
        return new Exclusion.Hold() {
            private boolean over;

            @Override
            public long token() {
                return TOKEN;
            }

            @Override
            public void end() {
                over = true;
                happened.add("end");
            }

            @Override
            public void close() {
                if (!over) {
                    happened.add("close");
                }
            }
        };
    }
}
