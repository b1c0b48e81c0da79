package io.trireme.child;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * The child's end of the line: takes attempts, one after another, and answers.
 *
 * <p>Threading: one thread takes and answers; what an attempt says meanwhile may come from any.
 */
final class ParentLink implements AutoCloseable {
    /** Meters in a frame; so many fit, long as their names may be. */
    private static final int PORTION = 100;

    private final FrameChannel channel;
    private final CurrentAttempt current;

    /** What the child does with a task. */
    @FunctionalInterface
    interface Work {
        Frame.Answer answer(ChildTask task);
    }

    private ParentLink(FrameChannel channel, CurrentAttempt current) {
        this.channel = channel;
        this.current = current;
    }

    /**
     * Connects to the parent, which takes what comes first for this line, and what comes next for the {@link ControlLine}.
     *
     * @throws IOException when it does not listen: it is dead
     */
    static ParentLink connect(Frame.Setup setup, CurrentAttempt current) throws IOException {
        return new ParentLink(new FrameChannel(socket(setup), setup.longest()), current);
    }

    /** @throws IOException when it does not listen: it is dead */
    static SocketChannel socket(Frame.Setup setup) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(setup.socket()));
    }

    /** Says that this child is ready, and does the attempts that come, until the parent closes the line. */
    void serve(Work work, Measures measures) throws IOException {
        say(new Frame.Hello(FrameCodec.VERSION));
        try {
            while (true) {
                if (!(channel.read(new Patience.Endless()) instanceof Frame.Work(long number, CarriedTask task))) {
                    throw new IOException("not what a parent says");
                }
                Frame.Answer answer = attempt(number, task, work);
                tell(measures.taken());
                say(answer);
            }
        } catch (EOFException retired) {
            // it has no more for us
        } catch (Patience.Over never) {
            throw new IllegalStateException(never);
        }
    }

    private void tell(List<Measured> all) throws IOException {
        for (int from = 0; from < all.size(); from += PORTION) {
            say(new Frame.Meters(all.subList(from, Math.min(all.size(), from + PORTION))));
        }
    }

    private Frame.Answer attempt(long number, CarriedTask task, Work work) {
        var progress = new AttemptProgress(this::say);
        current.begin(number);
        try {
            return work.answer(new ChildTask(task, () -> current.isAbandoned(number), progress::tell));
        } finally {
            progress.end();
            current.end();
        }
    }

    /** An interrupt that comes meanwhile stays the attempt's. */
    void say(Frame frame) throws IOException {
        var patience = new Patience.Endless();
        try {
            channel.write(FrameCodec.encode(frame), patience);
        } catch (Patience.Over never) {
            throw new IllegalStateException(never);
        } finally {
            patience.restore();
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
