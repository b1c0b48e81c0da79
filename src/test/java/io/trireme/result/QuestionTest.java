package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.wire.Headers;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class QuestionTest {
    private static final Question QUESTION = new Question("q-1", "order-4711", 3);

    @Test
    void what_is_asked_is_read() {
        ProducerRecord<byte[], byte[]> record = QUESTION.record(7);

        assertThat(record.partition()).isEqualTo(7);
        assertThat(Question.read(record.key(), record.headers())).contains(QUESTION);
        assertThat(Question.answered(record.headers())).isEmpty();
    }

    @Test
    void so_is_what_is_answered_where_the_question_says() {
        ProducerRecord<byte[], byte[]> known = QUESTION.answer(OptionalLong.of(42));
        ProducerRecord<byte[], byte[]> unknown = QUESTION.answer(OptionalLong.empty());

        assertThat(known.partition()).isEqualTo(3);
        assertThat(new String(known.key(), UTF_8)).isEqualTo("q-1");
        assertThat(Question.answered(known.headers())).hasValue(42);
        assertThat(Question.answered(unknown.headers())).hasValue(-1);
        assertThat(Question.read(known.key(), known.headers())).isEmpty();
    }

    @Test
    void a_record_that_only_looks_like_one_is_none() {
        var headers = new RecordHeaders();
        headers.add(Headers.RESULT_QUESTION, "order-4711".getBytes(UTF_8));
        headers.add(Headers.REPLY_TO, "id".getBytes(UTF_8));

        assertThat(Question.read(new byte[0], headers)).isEmpty();
    }
}
