package io.trireme.state;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One value of the whole cluster, or none. Any thread. */
public final class SharedValue<T> {
    private final Access access;
    private final Values<T> values;

    SharedValue(Access access, Values<T> values) {
        this.access = access;
        this.values = values;
    }

    /** What it is. */
    public Optional<T> get() {
        return read(access.ask(access.command(Verb.GET)));
    }

    /** What it is, without a thread that waits. */
    public CompletableFuture<Optional<T>> getAsync() {
        return access.askAsync(access.command(Verb.GET)).thenApply(this::read);
    }

    /** Sets it; returns what it was. */
    public Optional<T> set(T value) {
        return read(access.ask(access.command(Verb.PUT).withValue(values.text(value))));
    }

    /** Sets it without a thread that waits. */
    public CompletableFuture<Optional<T>> setAsync(T value) {
        return access.askAsync(access.command(Verb.PUT).withValue(values.text(value)))
                .thenApply(this::read);
    }

    /** Sets it if it is what is expected, compared as JSON. */
    public boolean compareAndSet(Optional<T> expected, T value) {
        return access.ask(replacing(expected, value)).outcome() == Outcome.DONE;
    }

    /** As {@link #compareAndSet}, without a thread that waits. */
    public CompletableFuture<Boolean> compareAndSetAsync(Optional<T> expected, T value) {
        return access.askAsync(replacing(expected, value)).thenApply(reply -> reply.outcome() == Outcome.DONE);
    }

    private Command replacing(Optional<T> expected, T value) {
        return access.command(Verb.REPLACE_IF)
                .withValue(values.text(value))
                .expecting(expected.map(values::text).orElse(""));
    }

    /** As {@link #remove}, without a thread that waits. */
    public CompletableFuture<Optional<T>> removeAsync() {
        return access.askAsync(access.command(Verb.REMOVE)).thenApply(this::read);
    }

    /** Makes it none; returns what it was. */
    public Optional<T> remove() {
        return read(access.ask(access.command(Verb.REMOVE)));
    }

    private Optional<T> read(Reply reply) {
        return reply.value().isEmpty() ? Optional.empty() : Optional.of(values.value(reply.value()));
    }
}
