package io.trireme.consume;

import io.trireme.TaskContext;
import io.trireme.retry.RetryOverride;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A handler that gives a promise, made into one that gives the value.
 *
 * @param handler the one that gives a promise
 * @param caller calls it, and waits for what it promised
 */
record PromisedHandler(Handler handler, Caller caller) implements Handler {
    /** Where a handler is called and awaited. */
    @FunctionalInterface
    interface Caller {
        @Nullable
        Object call(Handler handler, TaskContext task) throws Exception;
    }

    @Override
    public String queue() {
        return handler.queue();
    }

    @Override
    public String type() {
        return handler.type();
    }

    @Override
    public String name() {
        return handler.name();
    }

    @Override
    public RetryOverride retries() {
        return handler.retries();
    }

    @Override
    public Optional<HandlerCron> cron() {
        return handler.cron();
    }

    @Override
    public void check() {
        handler.check();
    }

    @Override
    public @Nullable Object handle(TaskContext task) throws Exception {
        return caller.call(handler, task);
    }
}
