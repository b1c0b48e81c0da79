package io.trireme.examples;

import io.smallrye.mutiny.Uni;
import io.trireme.Handles;
import io.trireme.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * A handler that waits without a thread: it returns a {@code Uni}, so it is called on an event loop, and its task is done when
 * that is. The payload says for how many milliseconds the second coroutine waits.
 *
 * <pre>{@code
 * trireme dev
 * trireme publish coroutines 500
 * }</pre>
 */
@ApplicationScoped
class Coroutines {
    private static final Logger LOG = Logger.getLogger(Coroutines.class);

    @Handles("coroutines")
    Uni<String> first(long millis, TaskContext task) {
        LOG.info("COR1 start");
        return second(Duration.ofMillis(millis))
                .invoke(() -> LOG.info("COR1 end"))
                .replaceWith("done " + task.id());
    }

    private static Uni<Void> second(Duration pause) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(pause).invoke(() -> LOG.info("COR2"));
    }
}
