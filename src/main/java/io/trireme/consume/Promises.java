package io.trireme.consume;

import io.trireme.RunnerKind;
import io.trireme.run.EventLoops;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where handlers that give a promise are called and awaited: on the event loops of this process, which are made for the first
 * queue that runs on them, or on the attempt's own thread. Not thread-safe: for whoever starts the consumers.
 */
final class Promises {
    private final Supplier<Vertx> vertx;
    private final ScheduledExecutorService timer;
    private @Nullable EventLoops loops;

    /** @param timer looks for calls that block their loop */
    Promises(Supplier<Vertx> vertx, ScheduledExecutorService timer) {
        this.vertx = vertx;
        this.timer = timer;
    }

    /** The handlers of a queue by type, so that each gives the value itself. */
    Map<String, Handler> kept(RunnerKind runner, Map<String, Handler> handlers) {
        return handlers.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> {
            Handler handler = entry.getValue();
            return handler.promises() ? new PromisedHandler(handler, caller(runner)) : handler;
        }));
    }

    private PromisedHandler.Caller caller(RunnerKind runner) {
        return switch (runner) {
            case EVENT_LOOP -> {
                EventLoops used = loops();
                yield (handler, task) -> used.call(() -> handler.handle(task), task::id);
            }
            case VIRTUAL, PLATFORM, PROCESS -> (handler, task) -> EventLoops.callHere(() -> handler.handle(task));
        };
    }

    private EventLoops loops() {
        EventLoops made = loops;
        if (made == null) {
            made = new EventLoops(vertx.get(), Runtime.getRuntime().availableProcessors());
            made.watch(timer);
            loops = made;
        }
        return made;
    }
}
