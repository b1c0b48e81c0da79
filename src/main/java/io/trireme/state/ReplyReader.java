package io.trireme.state;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.LogBudget;
import io.trireme.wire.OneByOne;
import io.trireme.wire.Topics;
import io.trireme.wire.Turns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads one partition of {@code trireme.state.replies} from its end on, in no group: any number of processes share the partitions,
 * and each drops what is for others. On which thread is told by {@link Turns}.
 */
final class ReplyReader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ReplyReader.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final BiConsumer<String, Reply.Delivery> whom;
    private final LogBudget budget = new LogBudget(System::nanoTime);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final OneByOne<ConsumerRecord<byte[], byte[]>> taken = new OneByOne<>(this::take);
    private final Thread thread;
    private final Turns turns;

    /** Knows the end of the partition when this returns, so that no answer to a later command is missed. */
    ReplyReader(
            KafkaSettings kafka,
            String clientId,
            int partition,
            Duration patience,
            BiConsumer<String, Reply.Delivery> whom) {
        Map<String, Object> settings = kafka.reader(clientId);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1); // an answer must not wait for others
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        this.consumer = new KafkaConsumer<>(settings);
        this.whom = whom;
        var at = new TopicPartition(Topics.stateReplies(), partition);
        try {
            consumer.assign(List.of(at));
            consumer.seekToEnd(List.of(at));
            consumer.position(at);
        } catch (RuntimeException failure) {
            consumer.close();
            throw failure;
        }
        this.thread =
                Thread.ofPlatform().daemon(true).name("trireme-state-replies").unstarted(this::run);
        this.turns = new Turns(this::read, System::nanoTime, thread);
    }

    Turns turns() {
        return turns;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (stopped.getCount() > 0) {
                turn();
            }
        } catch (InterruptedException ended) {
            LOG.debug("the reader of answers was interrupted");
        } finally {
            turns.alone(consumer::close);
        }
    }

    private void read(Duration atMost) {
        taken.goOn(); // with what another thread did not come to
        taken.take(consumer.poll(atMost));
    }

    private void turn() throws InterruptedException {
        try {
            turns.read();
        } catch (WakeupException stop) {
            LOG.debug("the reader of answers was asked to stop");
        } catch (RuntimeException failure) { // brokers come back and rights are granted
            if (budget.allows()) {
                LOG.warnf(
                        failure,
                        "%s cannot be read, it is tried again each second%s",
                        Topics.stateReplies(),
                        budget.suppressed());
            }
            stopped.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() != null && record.value() != null) {
            String session = Texts.of(record.key());
            Reply.decode(record.partition(), session, record.value())
                    .ifPresent(delivery -> whom.accept(session, delivery));
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        consumer.wakeup();
        turns.follow();
        try {
            thread.join(CLOSING);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
