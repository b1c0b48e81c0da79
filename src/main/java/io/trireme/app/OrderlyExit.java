package io.trireme.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Holds the end of the process, when a signal asks for it, until the main thread has closed everything in order.
 *
 * <p>On SIGTERM the JVM runs its shutdown hooks side by side and dies when they have returned. Quarkus's hook makes the
 * main thread drain and stop; what the main thread closes after that, an embedded broker above all, would be cut off.
 * This hook waits for it, and then ends the process with the service's own code, 0 after a drain, since it was asked to
 * stop and did: a supervisor would take the JVM's 143 for a failure.
 */
final class OrderlyExit {
    /** Beyond every grace period; a supervisor kills long before. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("trireme-exit").unstarted(this::hold);

    private volatile int code; // written by the main thread before it lets go, read by the hook

    private OrderlyExit() {}

    /** Runs {@code service} on this thread; a signal ends the process when that has returned. */
    static int after(IntSupplier service) {
        var exit = new OrderlyExit();
        Runtime.getRuntime().addShutdownHook(exit.hook);
        try {
            exit.code = service.getAsInt();
            return exit.code;
        } finally {
            exit.release();
        }
    }

    private void hold() {
        try {
            if (closed.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(code);
            }
        } catch (InterruptedException impossible) { // nobody knows this thread
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException underWay) { // a signal came, and the hook waits
            closed.countDown();
        }
    }
}
