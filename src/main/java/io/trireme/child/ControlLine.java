package io.trireme.child;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/**
 * What the parent says while the handler runs. Not the standard input, which whatever the handler starts may read too.
 *
 * <p>Threading: has a thread of its own.
 */
final class ControlLine {
    /** Most bytes of a frame: a kind and a number. */
    private static final int LONGEST = 64;

    private final SocketChannel socket;

    private ControlLine(SocketChannel socket) {
        this.socket = socket;
    }

    /**
     * Connects to the parent, behind {@link ParentLink#connect}.
     *
     * @throws IOException when it does not listen: it is dead
     */
    static ControlLine connect(Frame.Setup setup) throws IOException {
        return new ControlLine(ParentLink.socket(setup));
    }

    /** Follows it to its end, which says no more than that of the {@link ParentLink}; when it is broken runs {@code severed}. */
    void follow(CurrentAttempt attempt, Runnable severed) {
        Thread.ofPlatform().daemon(true).name("trireme-control-line").start(() -> {
            try (socket) {
                var input = new DataInputStream(Channels.newInputStream(socket));
                while (true) {
                    switch (FrameCodec.read(input, LONGEST)) {
                        case Frame.Cancel(long number) -> attempt.cancel(number);
                        case Frame.Abandon(long number) -> attempt.abandon(number);
                        case Frame other -> throw new IOException("not what a parent says: " + other);
                    }
                }
            } catch (EOFException over) {
                // this child retires, or its parent is dead, which is seen elsewhere
            } catch (IOException broken) {
                severed.run();
            }
        });
    }
}
