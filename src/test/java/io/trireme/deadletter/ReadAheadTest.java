package io.trireme.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final Duration A_WHILE = Duration.ofSeconds(10);

    private final AtomicBoolean closed = new AtomicBoolean();

    /** Where there is no letter. */
    private class Nothing implements ReadAhead.Source {
        @Override
        public void each(MoveProgress progress, LetterReader.LetterSink whom) {}

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private static Optional<RuntimeException> end(ReadAhead.Source source) throws InterruptedException {
        try (var ahead = ReadAhead.start(source, LetterFilter.ALL)) {
            Optional<ReadAhead.Step> step = ahead.next(A_WHILE);
            assertThat(step).get().isInstanceOf(ReadAhead.Step.End.class);
            return ((ReadAhead.Step.End) step.orElseThrow()).failure();
        }
    }

    @Test
    void who_waits_is_told_of_the_end() throws Exception {
        assertThat(end(new Nothing())).isEmpty();
        assertThat(closed).isTrue();
    }

    @Test
    void and_of_one_that_nobody_has_foreseen() throws Exception {
        assertThat(end(new Nothing() {
                    @Override
                    public void each(MoveProgress progress, LetterReader.LetterSink whom) {
                        throw new StackOverflowError("as it might be");
                    }
                }))
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("not read to their end");
        assertThat(closed).isTrue();
    }

    @Test
    void also_where_the_source_does_not_close() throws Exception {
        assertThat(end(new Nothing() {
                    @Override
                    public void close() {
                        throw new IllegalStateException("as it might be");
                    }
                }))
                .isEmpty();
    }
}
