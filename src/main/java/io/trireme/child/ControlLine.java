package io.trireme.child;

import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The child's standard input: what its parent says while the handler runs. Its end is the parent's death, however that came,
 * since the system closes it then.
 *
 * <p>Reads no byte too many, so that one may go on where another one stopped. Owned by one thread at a time.
 */
final class ControlLine {
    private final DataInputStream input;
    private final int longest;

    /** @param longest most bytes of a frame */
    ControlLine(InputStream input, int longest) {
        this.input = new DataInputStream(input);
        this.longest = longest;
    }

    /** Of this process. {@code System.in} is empty from now on: what a handler read from it would be the parent's words. */
    static ControlLine ofThisProcess(int longest) {
        System.setIn(InputStream.nullInputStream());
        return new ControlLine(new FileInputStream(FileDescriptor.in), longest);
    }

    /** @throws java.io.EOFException at its end */
    Frame read() throws IOException {
        int length = input.readInt();
        if (length < 1 || length > longest) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] body = new byte[length];
        input.readFully(body);
        return FrameCodec.decode(body);
    }

    /** Follows it on a thread of its own, and when it ends runs {@code severed}. */
    void follow(CurrentAttempt attempt, Runnable severed) {
        Thread.ofPlatform().daemon(true).name("trireme-control-line").start(() -> {
            try {
                while (true) {
                    switch (read()) {
                        case Frame.Cancel(long number) -> attempt.cancel(number);
                        case Frame.Abandon(long number) -> attempt.abandon(number);
                        case Frame other -> throw new IOException("not what a parent says: " + other);
                    }
                }
            } catch (IOException over) {
                severed.run();
            }
        });
    }
}
