package io.trireme.deadletter;

import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What is written of a letter when it is moved. */
final class LetterRecords {
    private LetterRecords() {}

    /** What makes the letter go away. */
    static ProducerRecord<byte[], byte[]> tombstone(Letter letter) {
        var record = letter.record();
        return new ProducerRecord<>(record.topic(), record.partition(), record.key(), null);
    }

    /** The same letter with another payload. */
    static ProducerRecord<byte[], byte[]> edited(Letter letter, byte[] payload) {
        var record = letter.record();
        return new ProducerRecord<>(record.topic(), record.partition(), record.key(), payload, record.headers());
    }

    /**
     * The task as it was published, for the queue, saying where it comes from. Its time limit is over, since somebody wants it
     * run, and its attempts are counted anew.
     */
    static ProducerRecord<byte[], byte[]> task(Letter letter, String queue) {
        var headers = new RecordHeaders();
        for (Header header : letter.record().headers()) {
            if (!isOfTheLetter(header.key())) {
                headers.add(header);
            }
        }
        if (headers.lastHeader(Headers.ID) == null) {
            headers.add(Headers.ID, letter.record().key()); // its place was its id, and it gets another place
        }
        headers.add(Headers.REDRIVEN_FROM, bytes(letter.place()));
        headers.add(Headers.REDRIVEN, bytes(Integer.toString(letter.redriven() + 1)));
        return new ProducerRecord<>(
                Topics.tasks(queue), null, letter.taskKey(), letter.record().value(), headers);
    }

    private static boolean isOfTheLetter(String header) {
        return header.startsWith(Headers.OWN_PREFIX)
                && (header.startsWith(Headers.DEAD_PREFIX)
                        || Headers.OF_A_RETRY.contains(header)
                        || header.equals(Headers.EXPIRES)
                        || header.equals(Headers.REDRIVEN)
                        || header.equals(Headers.REDRIVEN_FROM));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
