package io.trireme.consume;

import io.trireme.retry.RetryOverride;
import java.util.Optional;

/** A handler around another one, for which it answers. */
public interface WrappedHandler extends Handler {
    /** The one inside. */
    Handler handler();

    @Override
    default String queue() {
        return handler().queue();
    }

    @Override
    default String type() {
        return handler().type();
    }

    @Override
    default boolean takesOthers() {
        return handler().takesOthers();
    }

    @Override
    default String name() {
        return handler().name();
    }

    @Override
    default RetryOverride retries() {
        return handler().retries();
    }

    @Override
    default Optional<HandlerCron> cron() {
        return handler().cron();
    }

    @Override
    default Optional<String> exclusive() {
        return handler().exclusive();
    }

    @Override
    default void check() {
        handler().check();
    }
}
