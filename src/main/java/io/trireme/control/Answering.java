package io.trireme.control;

import io.trireme.TriremeException;
import io.trireme.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Answers questions about queues that this process works on, on a timer's thread, so that no order waits for an answer.
 *
 * <p>Bounded: of more than {@link #MOST_WAITING} questions at once the later ones are not answered, and an answer lists a
 * bounded number of attempts. On failure: who asked says that this process did not answer.
 */
final class Answering {
    private static final Logger LOG = Logger.getLogger(Answering.class);

    /** Questions that wait for their answer at most. */
    static final int MOST_WAITING = 16;

    private final Function<String, Optional<ProcessReport>> reports;
    private final Consumer<List<ProducerRecord<byte[], byte[]>>> writer;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * @param reports what this process does with a queue, if it works on it
     * @param writer writes to the brokers, and waits until that is done
     */
    Answering(
            Function<String, Optional<ProcessReport>> reports,
            Consumer<List<ProducerRecord<byte[], byte[]>>> writer,
            ScheduledThreadPoolExecutor timer) {
        this.reports = reports;
        this.writer = writer;
        this.timer = timer;
    }

    /** Takes a question; returns at once. */
    void asked(Order.Question question) {
        if (question.id().isEmpty() || timer.getQueue().size() >= MOST_WAITING) {
            return;
        }
        try {
            timer.execute(() -> answer(question.queue(), question.id().orElseThrow()));
        } catch (RejectedExecutionException stopping) {
            LOG.debugf("Not answered, since the process ends: %s", question.subject());
        }
    }

    private void answer(String queue, String id) {
        try {
            reports.apply(queue)
                    .map(report -> new ProducerRecord<>(
                            Topics.answers(),
                            Inquiry.PARTITION,
                            id.getBytes(StandardCharsets.UTF_8),
                            ReportCodec.write(report)))
                    .ifPresent(record -> writer.accept(List.of(record)));
        } catch (TriremeException failure) {
            LOG.infof("A question about queue %s was not answered: %s", queue, failure.getMessage());
        }
    }
}
