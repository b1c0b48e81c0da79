package io.trireme.child;

import io.trireme.TaskProgress;
import java.io.IOException;
import java.time.Duration;

/**
 * Tells the parent how far the handler of one attempt is, as often as that would pass it on. Nothing goes out behind the
 * attempt's answer, whatever threads the handler has left behind: it would be a word that nobody asked for.
 *
 * <p>Threading: any thread tells, the attempt's ends it.
 */
final class AttemptProgress {
    private static final long EVERY = Duration.ofMillis(100).toNanos();

    private final Line line;
    private boolean ended; // guarded by this, like the next one
    private long next = System.nanoTime();

    /** Where it goes. */
    @FunctionalInterface
    interface Line {
        void say(Frame frame) throws IOException;
    }

    AttemptProgress(Line line) {
        this.line = line;
    }

    synchronized void tell(TaskProgress progress) {
        long now = System.nanoTime();
        boolean through = progress.total() > 0 && progress.done() >= progress.total();
        if (ended || now - next < 0 && !through) {
            return;
        }
        next = now + EVERY;
        try {
            line.say(new Frame.Progress(progress.done(), progress.total(), progress.note()));
        } catch (IOException over) {
            // the parent is gone, and this process with it
        }
    }

    /** The answer comes. */
    synchronized void end() {
        ended = true;
    }
}
