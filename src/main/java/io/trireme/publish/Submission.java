package io.trireme.publish;

import io.trireme.Fault;
import io.trireme.Task;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PayloadException;
import io.trireme.wire.Topics;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody outside asks for: tasks of one queue, whose payloads come as bytes.
 *
 * @param queue the queue
 * @param type the task type; absent means the queue's own name
 * @param key the ordering key of all its tasks
 * @param keyField the top-level field of each payload that holds its ordering key
 * @param headers further headers of all its tasks
 */
record Submission(
        String queue,
        Optional<String> type,
        Optional<String> key,
        Optional<KeyField> keyField,
        Map<String, String> headers) {
    static final String JSON = "application/json";

    /** What curl calls a body for want of better knowledge: taken for JSON. */
    private static final String FORM = "application/x-www-form-urlencoded";

    /** @throws io.trireme.TriremeException {@link Fault#QUEUE_NAME_WRONG} */
    Submission {
        Topics.checkedQueue(queue);
        headers = Map.copyOf(headers);
    }

    /**
     * A task with this payload.
     *
     * @param contentType what the payload is said to be; JSON must be one valid document, anything else goes as it is
     * @throws io.trireme.TriremeException {@link Fault#PAYLOAD_MALFORMED}
     * @throws KeyMissing the payload lacks the key field
     */
    Task task(byte[] payload, Optional<String> contentType, PayloadCodec codec) {
        String type = contentType.filter(given -> !isForm(given)).orElse(JSON);
        if (isJson(type)) {
            requireJson(payload, codec);
        }
        Task task = Task.encoded(queue, payload, type);
        Optional<String> ordering = keyField.map(field -> field.of(payload)).or(() -> key);
        if (ordering.isPresent()) {
            task = task.withKey(ordering.get());
        }
        if (this.type.isPresent()) {
            task = task.withType(this.type.get());
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            task = task.withHeader(header.getKey(), header.getValue());
        }
        return task;
    }

    private static void requireJson(byte[] payload, PayloadCodec codec) {
        try {
            codec.requireJson(payload);
        } catch (PayloadException malformed) {
            throw Fault.PAYLOAD_MALFORMED.causedBy(malformed, malformed.getMessage());
        }
    }

    private static boolean isForm(String contentType) {
        return bare(contentType).equals(FORM);
    }

    private static boolean isJson(String contentType) {
        String bare = bare(contentType);
        return bare.equals(JSON) || bare.endsWith("+json");
    }

    private static String bare(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }
}
