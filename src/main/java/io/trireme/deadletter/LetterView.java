package io.trireme.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trireme.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;

/**
 * A dead letter as HTTP and the command line show it.
 *
 * @param origin topic, partition and offset that the task lay at
 * @param place where the letter lies
 * @param detail what is shown of one letter and not in a list
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LetterView(
        String id,
        Optional<String> type,
        Optional<String> key,
        Optional<String> reason,
        Optional<String> exception,
        Optional<String> message,
        Optional<Integer> attempts,
        Optional<String> firstFailure,
        String time,
        Optional<String> worker,
        Optional<String> origin,
        Optional<String> traceparent,
        int redriven,
        String place,
        Optional<Detail> detail) {

    /** In a list. */
    static LetterView brief(Letter letter) {
        return of(letter, Optional.empty());
    }

    /** With payload, headers and stack. */
    static LetterView full(Letter letter) {
        return of(letter, Optional.of(Detail.of(letter)));
    }

    private static LetterView of(Letter letter, Optional<Detail> detail) {
        return new LetterView(
                letter.id(),
                letter.type(),
                Optional.ofNullable(letter.taskKey()).map(key -> new String(key, StandardCharsets.UTF_8)),
                letter.reason(),
                letter.exception(),
                letter.message(),
                letter.attempts(),
                letter.firstFailure().map(Instant::toString),
                letter.time().toString(),
                letter.worker(),
                letter.origin(),
                letter.traceparent(),
                letter.redriven(),
                letter.place(),
                detail);
    }

    /**
     * What a list leaves out.
     *
     * @param payload the payload as text; absent when there is none or it is not UTF-8
     * @param payloadBase64 the payload when it is not UTF-8
     * @param headers all headers of the letter but the stack, as text
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Detail(
            Optional<String> payload,
            Optional<String> payloadBase64,
            Optional<String> stack,
            Map<String, String> headers) {
        private static Detail of(Letter letter) {
            Optional<byte[]> value = Optional.ofNullable(letter.record().value());
            Optional<String> text = value.map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .filter(decoded -> Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), value.get()));
            var headers = new TreeMap<String, String>();
            for (Header header : letter.record().headers()) {
                if (!header.key().equals(Headers.DEAD_STACK)) {
                    headers.put(
                            header.key(),
                            header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8));
                }
            }
            return new Detail(
                    text,
                    text.isPresent() ? Optional.empty() : value.map(Base64.getEncoder()::encodeToString),
                    letter.stack(),
                    headers);
        }
    }
}
