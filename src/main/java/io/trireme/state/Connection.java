package io.trireme.state;

import io.trireme.Fault;
import io.trireme.wire.Answer;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.LogBudget;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import io.trireme.wire.Turns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/** The two topics of shared state, as a process that uses it reaches them. Any thread. */
final class Connection implements Link {
    private static final Logger LOG = Logger.getLogger(Connection.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** The longest that a call may be held up, with all others to its partition, by brokers that take nothing. */
    private static final Duration BLOCKING = Duration.ofSeconds(5);

    private final KafkaProducer<byte[], byte[]> producer;
    private final ReplyReader reader;
    private final int partitions;
    private final int replyTo;
    private final LogBudget budget = new LogBudget(System::nanoTime);

    private Connection(KafkaProducer<byte[], byte[]> producer, ReplyReader reader, int partitions, int replyTo) {
        this.producer = producer;
        this.reader = reader;
        this.partitions = partitions;
        this.replyTo = replyTo;
    }

    /**
     * Connects; blocks for a moment.
     *
     * @param id of the process, from which follows the partition that it reads
     * @param whom told of each answer and the session that it is for, on the reader's thread
     * @throws io.trireme.TriremeException {@link Fault#STATE_MISSING} or {@link Fault#BROKER_UNAVAILABLE}
     */
    static Connection open(KafkaSettings kafka, SharedAdmin admin, String id, BiConsumer<String, Reply.Delivery> whom) {
        try {
            int replies = partitions(admin, Topics.stateReplies());
            int commands = partitions(admin, Topics.stateCommands());
            int replyTo = Names.partition(id, replies);
            var reader = new ReplyReader(kafka, "trireme-state-replies-" + id, replyTo, PATIENCE, whom);
            reader.start();
            return new Connection(producer(kafka, id), reader, commands, replyTo);
        } catch (UnknownTopicOrPartitionException absent) {
            throw Fault.STATE_MISSING.causedBy(absent);
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, kafka.bootstrapServers(), failure.getMessage());
        }
    }

    private static int partitions(SharedAdmin admin, String topic) {
        TopicDescription description = Answer.to(
                admin.client().describeTopics(List.of(topic)).topicNameValues().get(topic), PATIENCE);
        return description.partitions().size();
    }

    private static KafkaProducer<byte[], byte[]> producer(KafkaSettings kafka, String id) {
        Map<String, Object> settings = kafka.producer("trireme-state-commands-" + id);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCKING.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return new KafkaProducer<>(settings);
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public int replyTo() {
        return replyTo;
    }

    @Override
    public void send(int partition, Command command) {
        byte[] key = Texts.bytes(command.name().isEmpty() ? command.session() : command.name());
        try {
            producer.send(
                    new ProducerRecord<>(Topics.stateCommands(), partition, key, command.encode()), (at, failure) -> {
                        if (failure != null) {
                            unsent(failure);
                        }
                    });
        } catch (InterruptException interrupted) { // which has set the thread's flag again; the call is sent again
            unsent(interrupted);
        } catch (KafkaException | IllegalStateException closed) {
            unsent(closed);
        }
    }

    private void unsent(Exception failure) {
        if (budget.allows()) {
            LOG.warnf(
                    "A command to shared state was not written: %s; it is tried again until the call's time is over%s",
                    failure.getMessage(), budget.suppressed());
        }
    }

    @Override
    public Turns turns() {
        return reader.turns();
    }

    @Override
    public void close() {
        producer.close(CLOSING);
        reader.close();
    }
}
