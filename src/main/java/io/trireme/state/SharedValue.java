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
        Command command = access.command(Verb.REPLACE_IF)
                .withValue(values.text(value))
                .expecting(expected.map(values::text).orElse(""));
        return access.ask(command).outcome() == Outcome.DONE;
    }

    /** Makes it none; returns what it was. */
    public Optional<T> remove() {
        return read(access.ask(access.command(Verb.REMOVE)));
    }

    private Optional<T> read(Reply reply) {
        return reply.value().isEmpty() ? Optional.empty() : Optional.of(values.value(reply.value()));
    }
}
