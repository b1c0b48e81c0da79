package io.trireme.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Ties a process to the one that started it by a pipe, which the system closes when its holder dies, however that happens.
 *
 * <p>The holder keeps the standard input of the child open and writes nothing. The child reads it on a thread of its own,
 * and when it ends does what it is told.
 */
public final class Lifeline {
    private Lifeline() {}

    /** Runs {@code severed}, once, when {@code holder} has ended. */
    public static void watch(InputStream holder, Runnable severed) {
        Thread.ofPlatform().daemon(true).name("trireme-lifeline").start(() -> {
            try {
                holder.transferTo(OutputStream.nullOutputStream());
            } catch (IOException broken) {
                // as good as its end
            }
            severed.run();
        });
    }
}
