package io.trireme.control;

import io.trireme.Fault;
import io.trireme.wire.Answer;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.ProcessName;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Asks all processes what they do with a queue, and collects their answers.
 *
 * <p>Why over topics and when asked, and not by reports that each process makes from time to time: nothing is written while
 * nobody asks, an answer is of now, and a question that lies behind the orders in the one partition that all follow proves
 * by its answer that they were applied.
 *
 * <p>The question goes to {@code trireme.control}, under one key a queue, so that compaction keeps one; the answers come to
 * {@code trireme.answers}, which is read from its end on. Bounded by a time and by the number of answers. Each call opens a
 * consumer of its own. Any thread.
 */
final class Inquiry {
    /** The one partition that is written and read, should somebody have made the topic with more. */
    static final int PARTITION = 0;

    /** For as long answers are awaited: an order is applied within half a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration BROKERS_PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Processes listed at most. */
    private static final int MOST_PROCESSES = 10_000;

    private final KafkaSettings kafka;
    private final SharedAdmin admin;
    private final RecordWriter writer;

    Inquiry(KafkaSettings kafka, SharedAdmin admin, RecordWriter writer) {
        this.kafka = kafka;
        this.admin = admin;
        this.writer = writer;
    }

    /** @param group the queue's consumer group, whose members are expected to answer */
    Activity ask(String queue, String group) {
        try {
            List<String> members = members(group);
            Map<String, ProcessReport> answers = members.isEmpty() ? Map.of() : answers(queue, members.size());
            Set<String> silent = new TreeSet<>(members);
            silent.removeAll(answers.keySet());
            return new Activity(queue, List.copyOf(answers.values()), List.copyOf(silent));
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, admin.bootstrapServers(), failure.getMessage());
        }
    }

    /** The processes that are members of the group, as their clients' ids tell; one twice that is so twice. */
    private List<String> members(String group) {
        try {
            ConsumerGroupDescription described = Answer.to(
                    admin.client()
                            .describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group),
                    BROKERS_PATIENCE);
            return described.members().stream()
                    .map(member -> ProcessName.ofClient(member.clientId()))
                    .toList();
        } catch (GroupIdNotFoundException nobodyYet) {
            return List.of();
        }
    }

    private Map<String, ProcessReport> answers(String queue, int expected) {
        String question = UUID.randomUUID().toString();
        byte[] id = question.getBytes(StandardCharsets.UTF_8);
        var partition = new TopicPartition(Topics.answers(), PARTITION);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings())) {
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition); // what comes from now on
            writer.write(Control.record(new Order.Question(queue, Optional.of(question))));
            var answers = new TreeMap<String, ProcessReport>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (answers.size() < Math.min(expected, MOST_PROCESSES) && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (Arrays.equals(record.key(), id) && record.value() != null && answers.size() < MOST_PROCESSES) {
                        ReportCodec.read(record.value()).ifPresent(report -> answers.put(report.process(), report));
                    }
                }
            }
            return answers;
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = kafka.reader("trireme-answers");
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        return settings;
    }
}
