package io.trireme.child;

import io.trireme.TaskContext;
import io.trireme.TaskProgress;
import io.trireme.wire.Headers;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The handler's view of one attempt, in a child.
 *
 * @param unwanted whether nobody wants its outcome any more
 * @param progress takes how far the handler is
 */
record ChildTask(CarriedTask task, BooleanSupplier unwanted, Consumer<TaskProgress> progress) implements TaskContext {
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
        return header(Headers.CONTENT_TYPE);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(task.headers().get(name));
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
        return header(Headers.TRACEPARENT);
    }

    @Override
    public long fencingToken() {
        return task.token() == CarriedTask.NO_TOKEN ? TaskContext.super.fencingToken() : task.token();
    }

    @Override
    public void progress(long done, long total, String note) {
        progress.accept(new TaskProgress(done, total, note));
    }

    @Override
    public boolean abandoned() {
        return unwanted.getAsBoolean();
    }
}
