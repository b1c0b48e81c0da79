package io.trireme.consume;

import io.trireme.TaskContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A view of a context, which answers for all that the view does not say otherwise. */
interface ForwardedContext extends TaskContext {
    /** The one inside. */
    TaskContext task();

    @Override
    default String id() {
        return task().id();
    }

    @Override
    default String type() {
        return task().type();
    }

    @Override
    default String queue() {
        return task().queue();
    }

    @Override
    default Optional<String> key() {
        return task().key();
    }

    @Override
    default Optional<byte[]> payload() {
        return task().payload();
    }

    @Override
    default Optional<String> contentType() {
        return task().contentType();
    }

    @Override
    default Optional<String> header(String name) {
        return task().header(name);
    }

    @Override
    default Map<String, String> headers() {
        return task().headers();
    }

    @Override
    default int attempt() {
        return task().attempt();
    }

    @Override
    default int partition() {
        return task().partition();
    }

    @Override
    default long offset() {
        return task().offset();
    }

    @Override
    default Instant publishedAt() {
        return task().publishedAt();
    }

    @Override
    default Optional<String> traceparent() {
        return task().traceparent();
    }

    @Override
    default void progress(long done, long total, String note) {
        task().progress(done, total, note);
    }

    @Override
    default long fencingToken() {
        return task().fencingToken();
    }

    @Override
    default boolean abandoned() {
        return task().abandoned();
    }
}
