package io.trireme.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.trireme.Fault;
import io.trireme.TaskContext;
import io.trireme.wire.MediaTypes;
import io.trireme.wire.Moments;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PayloadException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Tasks and answers as lines of JSON, as {@code src/docs/protocol.md} describes them. Pure; any thread. */
final class LineProtocol {
    private static final ObjectReader JSON = new ObjectMapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Characters of an answer that is none which are told. */
    private static final int QUOTED = 120;

    private final JsonFactory factory = new JsonFactory();
    private final PayloadCodec codec;

    LineProtocol(PayloadCodec codec) {
        this.codec = codec;
    }

    /** What a worker answered. */
    sealed interface Answer {
        /** It is done; this is the result. */
        record Done(JsonNode result) implements Answer {}

        /** It failed and may do better another time. */
        record Retry(String why) implements Answer {}

        /** It will never do better. */
        record Dead(String why) implements Answer {}

        /** Not yet. */
        record Snooze(Duration pause) implements Answer {}
    }

    /**
     * The task as one line, its end among it.
     *
     * @throws io.trireme.TriremeException {@link Fault#UNDECODABLE} when the payload says it is JSON and is not
     */
    byte[] line(TaskContext task) {
        var line = new ByteArrayOutputStream();
        try (JsonGenerator json = factory.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("task", task.id());
            json.writeStringField("type", task.type());
            json.writeStringField("queue", task.queue());
            if (task.key().isPresent()) {
                json.writeStringField("key", task.key().get());
            }
            json.writeNumberField("attempt", task.attempt());
            json.writeNumberField("partition", task.partition());
            json.writeNumberField("offset", task.offset());
            json.writeStringField("published", task.publishedAt().toString());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : task.headers().entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            if (task.payload().isPresent()) {
                writePayload(json, task, task.payload().get());
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException impossible) { // memory takes all of it
            throw new IllegalStateException(impossible);
        }
        return line.toByteArray();
    }

    private void writePayload(JsonGenerator json, TaskContext task, byte[] payload) throws IOException {
        Optional<String> text = text(payload);
        if (text.isEmpty()) {
            json.writeStringField("base64", Base64.getEncoder().encodeToString(payload));
        } else if (isJson(task, payload)) {
            json.writeFieldName("payload");
            // Between the tokens of JSON, and nowhere else, may the ends of lines be: so this is the same value.
            json.writeRawValue(text.get().replace('\n', ' ').replace('\r', ' '));
        } else {
            json.writeStringField("text", text.get());
        }
    }

    private static Optional<String> text(byte[] payload) {
        try {
            return Optional.of(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    private boolean isJson(TaskContext task, byte[] payload) {
        Optional<String> contentType = task.contentType();
        if (contentType.isPresent() && !MediaTypes.isJson(contentType.get())) {
            return false;
        }
        try {
            codec.requireJson(payload);
            return true;
        } catch (PayloadException malformed) {
            if (contentType.isEmpty()) {
                return false;
            }
            throw Fault.UNDECODABLE.causedBy(malformed, task.id(), "JSON", malformed.getMessage());
        }
    }

    /**
     * Reads what a worker answered to a task.
     *
     * @throws IllegalArgumentException when it is no answer to this task; the message says why
     */
    Answer answer(byte[] line, String task) {
        JsonNode answer = read(line);
        if (!answer.isObject()) {
            throw new IllegalArgumentException("it answered with " + quoted(line) + ", which is no JSON object");
        }
        if (!answer.path("task").asText().equals(task)) {
            throw new IllegalArgumentException(
                    "it answered with " + quoted(line) + ", whose field \"task\" is not the task's id");
        }
        if (answer.has("done")) {
            return new Answer.Done(answer.get("done"));
        }
        if (answer.has("retry")) {
            return new Answer.Retry(ErrorOutput.printable(answer.get("retry").asText()));
        }
        if (answer.has("dead")) {
            return new Answer.Dead(ErrorOutput.printable(answer.get("dead").asText()));
        }
        if (answer.has("snooze")) {
            return new Answer.Snooze(pause(answer.get("snooze").asText(), line));
        }
        throw new IllegalArgumentException("it answered with " + quoted(line)
                + ", which has neither \"done\" nor \"retry\", \"dead\" or \"snooze\"");
    }

    private static JsonNode read(byte[] line) {
        try {
            return JSON.readTree(line);
        } catch (IOException rubbish) {
            throw new IllegalArgumentException("it answered with " + quoted(line) + ", which is not JSON", rubbish);
        }
    }

    private static Duration pause(String text, byte[] line) {
        return Moments.duration(text)
                .filter(Duration::isPositive)
                .orElseThrow(() -> new IllegalArgumentException(
                        "it answered with " + quoted(line) + ", whose \"snooze\" is no duration like \"10s\""));
    }

    private static String quoted(byte[] line) {
        String text = ErrorOutput.printable(new String(line, 0, Math.min(QUOTED, line.length), UTF_8));
        return "'" + text + (line.length > QUOTED ? "…" : "") + "'";
    }
}
