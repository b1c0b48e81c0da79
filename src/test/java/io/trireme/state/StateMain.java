package io.trireme.state;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;

/**
 * A process with the role {@code state}, and a standby elsewhere. Argument: the brokers. Says {@link #READY} and begins when it is
 * sent a byte, says {@link #RUNNING}, ends with its input.
 */
public final class StateMain {
    /** On a line of its own, when it stands by. */
    public static final String READY = "ready";

    /** On a line of its own, once it answers, or holds copies of what others hold. */
    public static final String RUNNING = "running";

    private StateMain() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(READY);
        if (System.in.read() < 0) {
            return;
        }
        try (var states = States.start(arguments[0], 1)) {
            await().atMost(Duration.ofMinutes(1)).until(states::isRunning);
            System.out.println(RUNNING);
            while (System.in.read() >= 0) {
                // nothing more is asked of it
            }
        }
    }
}
