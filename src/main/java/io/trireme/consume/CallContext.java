package io.trireme.consume;

import io.trireme.TaskContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A handler's view of one call of several that are one task.
 *
 * @param task what all of them share
 * @param type of a task that is the call alone
 * @param json what it is called with
 * @param place of the call among them
 */
record CallContext(TaskContext task, String type, byte[] json, int place) implements TaskContext {
    @Override
    public String id() {
        return task.id() + "." + place;
    }

    @Override
    public String queue() {
        return task.queue();
    }

    @Override
    public Optional<String> key() {
        return task.key();
    }

    @Override
    public Optional<byte[]> payload() {
        return Optional.of(json);
    }

    @Override
    public Optional<String> contentType() {
        return task.contentType();
    }

    @Override
    public Optional<String> header(String name) {
        return task.header(name);
    }

    @Override
    public Map<String, String> headers() {
        return task.headers();
    }

    @Override
    public int attempt() {
        return task.attempt();
    }

    @Override
    public int partition() {
        return task.partition();
    }

    @Override
    public long offset() {
        return task.offset();
    }

    @Override
    public Instant publishedAt() {
        return task.publishedAt();
    }

    @Override
    public Optional<String> traceparent() {
        return task.traceparent();
    }

    @Override
    public void progress(long done, long total, String note) {
        task.progress(done, total, note);
    }

    @Override
    public boolean abandoned() {
        return task.abandoned();
    }
}
