package io.trireme.schedule;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that holds timers, with a standby elsewhere for each of its stores. Arguments: the brokers, the directory of the
 * local store. Says {@link #READY} and begins when it is sent a byte, says {@link #RUNNING}, ends with its input.
 */
public final class EngineMain {
    /** On a line of its own, when it stands by. */
    public static final String READY = "ready";

    /** On a line of its own, once it fires timers, or holds copies of those that others fire. */
    public static final String RUNNING = "running";

    /** How long without a sign of life until another one takes over. */
    public static final Duration SESSION = Engines.SESSION;

    private EngineMain() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(READY);
        if (System.in.read() < 0) {
            return;
        }
        try (var engine = Engines.start(arguments[0], Optional.of(arguments[1]), 1)) {
            await().atMost(Duration.ofMinutes(1)).until(engine::isRunning);
            System.out.println(RUNNING);
            while (System.in.read() >= 0) {
                // nothing more is asked of it
            }
        }
    }
}
