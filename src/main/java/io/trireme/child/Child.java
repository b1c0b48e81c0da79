package io.trireme.child;

import io.trireme.process.ExitCode;
import io.trireme.process.ProcessTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A child process that is ready, and makes one attempt after another.
 *
 * <p>Threading: one attempt's thread at a time, the hand-over going through {@link ChildWorkers}.
 */
final class Child {
    /** How long a child that closed its line may take to end, and what it said to be read. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** How often a waiting thread looks whether the outcome is still wanted. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final ProcessTree tree;
    private final FrameChannel channel;
    private final SocketChannel control; // does not block
    private final ChildSettings settings;
    private final ChildOutput.Words words;
    private final Measures.OfChild measures;
    private long attempts;
    private int answered;

    /** A child that cannot be used any more; the message is the part of a sentence that says why. */
    static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        Lost(String why) {
            super(why);
        }
    }

    /**
     * @param channel for tasks and answers
     * @param control for what it is told meanwhile
     * @param measures takes what its meters measure; is closed when it is gone
     */
    Child(
            ProcessTree tree,
            FrameChannel channel,
            SocketChannel control,
            ChildSettings settings,
            ChildOutput.Words words,
            Measures.OfChild measures) {
        this.tree = tree;
        this.channel = channel;
        this.control = control;
        this.settings = settings;
        this.words = words;
        this.measures = measures;
    }

    long pid() {
        return tree.root().pid();
    }

    /** How many attempts it has answered. */
    int answered() {
        return answered;
    }

    /** How much memory it holds, in bytes. */
    long memory() {
        return ResidentMemory.of(pid());
    }

    /** The last line that it printed, as the end of a sentence. */
    String lastWords() {
        return words.asEnd();
    }

    /** Whether it may get another task: it lives and has said nothing that it was not asked for. */
    boolean isFit() {
        return tree.root().isAlive() && channel.isQuiet();
    }

    /** The frame with which its next attempt begins. */
    byte[] work(CarriedTask task) {
        return FrameCodec.encode(new Frame.Work(++attempts, task));
    }

    /**
     * Makes an attempt. When the thread is interrupted the handler is, and has a while to return.
     *
     * @param work of {@link #work}
     * @throws Lost when there is no answer; the process is to be killed, if it still lives
     */
    Frame.Answer attempt(byte[] work, Watcher watcher) throws Lost, InterruptedException {
        var patience = new AttemptPatience(watcher);
        try {
            channel.write(work, patience);
            while (true) {
                switch (channel.read(patience)) {
                    case Frame.Progress(long done, long total, String note) -> watcher.progress(done, total, note);
                    case Frame.Meters(var all) -> measures.add(all);
                    case Frame.Answer answer -> {
                        answered++;
                        return answer;
                    }
                    case Frame other -> throw new Lost("it said what nobody asked for");
                }
            }
        } catch (Patience.Over stubborn) {
            throw new Lost("the attempt was to stop, did not within " + settings.spelled("kill-grace") + " ("
                    + settings.killGrace() + "), and its process was killed");
        } catch (FrameChannel.Gibberish nonsense) {
            throw new Lost("it spoke no sense (" + nonsense.getMessage() + ")");
        } catch (IOException ended) {
            throw new Lost(ending(tree, words));
        }
    }

    /** What became of a process that has closed its line, as a part of a sentence; its last words are read by then. */
    static String ending(ProcessTree tree, ChildOutput.Words words) throws InterruptedException {
        if (!tree.root().waitFor(LINGER.toMillis(), TimeUnit.MILLISECONDS)) {
            return "it closed its line";
        }
        words.awaitLast(LINGER);
        return "it ended with " + ExitCode.describe(tree.root().exitValue());
    }

    private void tell(Frame frame) {
        try {
            control.write(
                    ByteBuffer.wrap(FrameCodec.encode(frame))); // some bytes: only one that never reads has no room
        } catch (IOException closed) {
            // it is ending, which is seen at the channel
        }
    }

    private void hangUp() {
        channel.close();
        try {
            control.close();
        } catch (IOException closed) {
            // as it was to be
        }
    }

    /** Keeps what it prints out of the log from now on: the JVM has much to say when it makes an archive. */
    void hush() {
        words.hush();
    }

    /** Ends it in order: one that keeps to the protocol does so by itself when its line is closed. */
    void retire() {
        end(settings.killGrace());
    }

    /**
     * Ends it in order, and kills it when it has not ended after so long.
     *
     * @return whether it ended by itself
     */
    boolean end(Duration most) {
        hangUp();
        boolean ended = false;
        try {
            ended = tree.root().waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        kill();
        return ended;
    }

    /** Ends it and all that it started. */
    void kill() {
        hangUp();
        tree.kill(settings.killGrace());
        tree.close();
        measures.close();
    }

    /** Waits for any time, and from the first interrupt on for the grace. */
    private final class AttemptPatience implements Patience {
        private final Watcher watcher;
        private boolean stopping;
        private boolean told;
        private long deadline;

        private AttemptPatience(Watcher watcher) {
            this.watcher = watcher;
        }

        @Override
        public long waitMillis() throws Over {
            if (!told && watcher.abandoned()) {
                told = true;
                tell(new Frame.Abandon(attempts));
            }
            if (!stopping) {
                return LOOK.toMillis();
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new Over();
            }
            return TimeUnit.NANOSECONDS.toMillis(left) + 1;
        }

        @Override
        public void interrupted() {
            if (!stopping) {
                stopping = true;
                deadline = System.nanoTime() + settings.killGrace().toNanos();
                tell(new Frame.Cancel(attempts));
            }
        }
    }
}
