package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A question where the result of a task lies, and its answer: both are records of {@code trireme.results}. The question lies in
 * the partition that it is about, behind whatever was told before it was asked, so that who answers knows all that. The answer
 * goes where its caller's results go.
 *
 * @param number of the question, by which the answer is known: a name that no task has
 * @param task the id of the task that it is about
 * @param replyTo the partition that who asks reads
 */
record Question(String number, String task, int replyTo) {
    private static final long UNKNOWN = -1;

    /** The record that asks this of a partition. */
    ProducerRecord<byte[], byte[]> record(int partition) {
        var headers = new RecordHeaders();
        headers.add(Headers.RESULT_QUESTION, task.getBytes(UTF_8));
        headers.add(Headers.REPLY_TO, Integer.toString(replyTo).getBytes(UTF_8));
        return record(partition, headers);
    }

    /** The record that answers it. */
    ProducerRecord<byte[], byte[]> answer(OptionalLong offset) {
        var headers = new RecordHeaders();
        headers.add(Headers.RESULT_ANSWER, Long.toString(offset.orElse(UNKNOWN)).getBytes(UTF_8));
        return record(replyTo, headers);
    }

    private ProducerRecord<byte[], byte[]> record(int partition, RecordHeaders headers) {
        return new ProducerRecord<>(Topics.results(), partition, number.getBytes(UTF_8), null, headers);
    }

    /** The question of a record with this key, if it is one. */
    static Optional<Question> read(byte[] key, org.apache.kafka.common.header.Headers headers) {
        Header task = headers.lastHeader(Headers.RESULT_QUESTION);
        Header replyTo = headers.lastHeader(Headers.REPLY_TO);
        if (task == null || task.value() == null || replyTo == null || replyTo.value() == null) {
            return Optional.empty();
        }
        return number(replyTo).stream()
                .filter(partition -> partition >= 0 && partition <= Integer.MAX_VALUE)
                .mapToObj(partition ->
                        new Question(new String(key, UTF_8), new String(task.value(), UTF_8), (int) partition))
                .findFirst();
    }

    /** The offset that a record with these headers answers, below 0 where nothing is known; empty if it is no answer. */
    static OptionalLong answered(org.apache.kafka.common.header.Headers headers) {
        Header answer = headers.lastHeader(Headers.RESULT_ANSWER);
        return answer == null || answer.value() == null ? OptionalLong.empty() : number(answer);
    }

    private static OptionalLong number(Header header) {
        try {
            return OptionalLong.of(Long.parseLong(new String(header.value(), UTF_8)));
        } catch (NumberFormatException foreign) {
            return OptionalLong.empty();
        }
    }
}
