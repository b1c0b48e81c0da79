package io.trireme.consume;

import io.trireme.TaskContext;
import io.trireme.TaskProgress;
import io.trireme.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The handler's view of one attempt: a record and which try it is. Reads the record only when asked. */
final class AttemptContext implements TaskContext {
    private final ConsumerRecord<byte[], byte[]> record;
    private final String type;
    private final int attempt;
    private final Epoch epoch;
    private final @Nullable Attempt running;
    private final @Nullable ProgressReport report;

    /**
     * @param running absent where nothing runs
     * @param report takes how far the handler is; absent where nobody asked
     */
    AttemptContext(
            ConsumerRecord<byte[], byte[]> record,
            String type,
            int attempt,
            Epoch epoch,
            @Nullable Attempt running,
            @Nullable ProgressReport report) {
        this.record = record;
        this.type = type;
        this.attempt = attempt;
        this.epoch = epoch;
        this.running = running;
        this.report = report;
    }

    /** Of a task that nobody has published, to see what would become of it. */
    static AttemptContext of(String queue, String type, byte @Nullable [] json) {
        var record = new ConsumerRecord<byte[], byte[]>(queue, 0, 0, null, json);
        if (json != null) {
            record.headers().add(Headers.CONTENT_TYPE, "application/json".getBytes(StandardCharsets.UTF_8));
        }
        var epoch = new Epoch(
                new TopicPartition(queue, 0), 0, CompletedAhead.none(), new Room(1, Integer.MAX_VALUE).share());
        return new AttemptContext(record, type, 1, epoch, null, null);
    }

    /** The id of the task that lies in {@code record}. */
    static String id(ConsumerRecord<byte[], byte[]> record) {
        byte[] id = header(record, Headers.ID);
        return id == null
                ? record.topic() + "-" + record.partition() + "-" + record.offset()
                : new String(id, StandardCharsets.UTF_8);
    }

    static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }

    @Override
    public String id() {
        return id(record);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String queue() {
        return record.topic();
    }

    @Override
    public Optional<String> key() {
        return Optional.ofNullable(record.key()).map(key -> new String(key, StandardCharsets.UTF_8));
    }

    @Override
    public Optional<byte[]> payload() {
        return Optional.ofNullable(record.value());
    }

    @Override
    public Optional<String> contentType() {
        return header(Headers.CONTENT_TYPE);
    }

    @Override
    public Optional<String> header(String name) {
        byte[] value = header(record, name);
        return value == null ? Optional.empty() : Optional.of(new String(value, StandardCharsets.UTF_8));
    }

    @Override
    public Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        for (Header header : record.headers()) {
            byte[] value = header.value();
            headers.put(header.key(), value == null ? "" : new String(value, StandardCharsets.UTF_8));
        }
        return headers;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public int partition() {
        return record.partition();
    }

    @Override
    public long offset() {
        return record.offset();
    }

    @Override
    public Instant publishedAt() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    @Override
    public Optional<String> traceparent() {
        return header(Headers.TRACEPARENT);
    }

    @Override
    public boolean abandoned() {
        return !epoch.isOpen();
    }

    /** Whether the attempt was interrupted, also when what it called has swallowed that. */
    boolean isInterrupted() {
        return running != null && running.isInterrupted();
    }

    @Override
    public void progress(long done, long total, String note) {
        var progress = new TaskProgress(done, total, note);
        if (report != null) {
            report.tell(progress, System.nanoTime());
        }
    }
}
