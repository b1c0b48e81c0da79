package io.trireme.consume;

import io.trireme.TaskContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What an exclusive handler sees: the attempt, and the token of its turn.
 *
 * @param task the attempt, as interceptors left it
 * @param turn what it holds
 */
record FencedContext(TaskContext task, Exclusion.Hold turn) implements TaskContext {
    @Override
    public long fencingToken() {
        return turn.token();
    }

    @Override
    public String id() {
        return task.id();
    }

    @Override
    public String type() {
        return task.type();
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
        return task.payload();
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
