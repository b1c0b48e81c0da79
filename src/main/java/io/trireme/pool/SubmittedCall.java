package io.trireme.pool;

import io.trireme.TaskHandle;
import java.time.Duration;

/**
 * A call that is a task of its own, from when that was submitted until it ends: by itself, on a virtual thread of its result's own, or on
 * the thread that waits for it, which saves the wakes of two.
 *
 * <p>It ends once, since nothing but its waiting thread ends it as long as that waits here. However that wait ends, the call is left to
 * end by itself if its result is not there: by an interrupt, after which it is cancelled, by an error, or since it is no short one, which a
 * wake more or less is nothing to.
 *
 * @param number of the call in its chunk
 * @param ended is run once, when how it ended is noted
 */
record SubmittedCall<A, R>(Chunk<A, R> chunk, int number, Sent<R> sent, Runnable ended) {
    String task() {
        return sent.task();
    }

    /** Ends when its result comes. Once, and not after {@link #endHere}. */
    void endByItself() {
        sent.result().get().whenComplete((value, thrown) -> {
            if (thrown == null) {
                returned(value);
            } else {
                threw(Sent.unwrapped(thrown));
            }
        });
    }

    /** Waits for its result on this thread, for so long, and ends here if that comes; else by itself. */
    void endHere(Duration atMost) throws InterruptedException {
        boolean isThere = false;
        try {
            isThere = sent.handle().isPresent() && sent.handle().get().await(atMost);
        } finally {
            if (!isThere) {
                endByItself();
            }
        }
        if (isThere) {
            end(sent.handle().get());
        }
    }

    @SuppressWarnings("NullAway") // what a call returns may be null
    private void end(TaskHandle<R> handle) throws InterruptedException {
        R value;
        try {
            value = handle.get();
        } catch (InterruptedException stopped) {
            endByItself();
            throw stopped;
        } catch (RuntimeException | Error thrown) { // of the task; or of the user's type, when it was read
            threw(thrown);
            return;
        }
        returned(value);
    }

    private void returned(R value) {
        sent.took().get().ifPresent(took -> chunk.job().pace().answered(1, 1, took.toNanos()));
        chunk.returned(number, value);
        ended.run();
    }

    private void threw(Throwable thrown) {
        chunk.threw(number, thrown);
        ended.run();
    }
}
