package io.trireme.consume;

import io.trireme.TaskContext;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A handler that is called while no other attempt under its name is, in the whole cluster. Of one that gives a promise it is the
 * outside: the turn lasts until the promise is kept.
 *
 * @param handler the one that is called
 * @param name what it is exclusive under
 * @param exclusion lets one in at a time
 */
record ExclusiveHandler(Handler handler, String name, Exclusion exclusion) implements WrappedHandler {
    /** The handlers of a queue by type, those made exclusive that are to be. */
    static Map<String, Handler> among(Map<String, Handler> handlers, Exclusion exclusion) {
        return handlers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> of(entry.getValue(), exclusion)));
    }

    private static Handler of(Handler handler, Exclusion exclusion) {
        return handler.exclusive()
                .<Handler>map(name -> new ExclusiveHandler(handler, name, exclusion))
                .orElse(handler);
    }

    @Override
    public @Nullable Object handle(TaskContext task) throws Exception {
        try (Exclusion.Hold turn = exclusion.enter(name)) {
            Object result = handler.handle(new FencedContext(task, turn));
            turn.end();
            return result;
        }
    }
}
