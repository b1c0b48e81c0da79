package io.trireme.result;

import io.trireme.Fault;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The questions of this process that have no answer yet. Any thread. */
final class Questions {
    private static final int MOST = 10_000;

    private final Map<String, CompletableFuture<Long>> open = new ConcurrentHashMap<>();

    /**
     * Begins to wait for the answer to the question with this number; {@link #forget} has to follow.
     *
     * @throws io.trireme.TriremeException {@link Fault#TOO_MANY_LOOKUPS}
     */
    CompletableFuture<Long> ask(Question question) {
        if (open.size() >= MOST) {
            throw Fault.TOO_MANY_LOOKUPS.because(question.task(), open.size());
        }
        return open.computeIfAbsent(question.number(), number -> new CompletableFuture<>());
    }

    void forget(Question question) {
        open.remove(question.number());
    }

    /** Takes the answer in, if the record is one to a question of this process. */
    void answered(String number, ConsumerRecord<byte[], byte[]> record) {
        CompletableFuture<Long> waits = open.get(number);
        if (waits != null) {
            Question.answered(record.headers()).ifPresent(waits::complete);
        }
    }
}
