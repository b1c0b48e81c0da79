package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.TaskState;
import io.trireme.wire.Headers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition of {@code trireme.results}: notes where what lies, and answers questions about that. A question lies behind
 * what it is about, so the answer follows from the log alone; nobody waits for a commit, and who repeats the log after a
 * crash gives the same answers once more, which nobody waits for.
 */
final class PlaceProcessor implements Processor<byte[], byte[], Void, Void> {
    /** Who asked so long ago has given up, also on a clock that differs. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);

    private final String storeName;
    private final BiConsumer<Question, OptionalLong> answers;
    private final InstantSource clock;
    private @Nullable ProcessorContext<Void, Void> context;
    private @Nullable PlaceStore places;

    /** @param answers where they go; returns at once */
    PlaceProcessor(String storeName, BiConsumer<Question, OptionalLong> answers, InstantSource clock) {
        this.storeName = storeName;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<Void, Void> given) {
        context = given;
        places = new PlaceStore(given.getStateStore(storeName));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.key() == null || context == null || places == null) {
            return;
        }
        Header state = record.headers().lastHeader(Headers.RESULT_STATE);
        if (state != null && state.value() != null) {
            long offset = context.recordMetadata().orElseThrow().offset();
            note(places, new String(record.key(), UTF_8), new String(state.value(), UTF_8), record.timestamp(), offset);
            return;
        }
        PlaceStore known = places;
        if (record.timestamp() > clock.millis() - FORGOTTEN.toMillis()) {
            Question.read(record.key(), record.headers())
                    .ifPresent(question -> answers.accept(question, known.find(question.task())));
        }
    }

    private void note(PlaceStore known, String id, String state, long timestamp, long offset) {
        long at = Math.min(
                timestamp, clock.millis()); // a worker whose clock is ahead must not make what is noted look old
        try {
            if (TaskState.valueOf(state).isFinal()) {
                known.ended(id, at, offset);
            } else {
                known.stands(id, at, offset);
            }
        } catch (IllegalArgumentException foreign) {
            // a state of a later version: nobody here could read the record
        }
    }
}
