package io.trireme.consume;

/** Lets one attempt at a time in, in the whole cluster. Any thread; what is taken belongs to the thread that took it. */
public interface Exclusion {
    /**
     * Waits for its turn, for a bounded time.
     *
     * @throws io.trireme.Snooze if others have it, or nobody answers who could say so
     */
    Hold enter(String name) throws InterruptedException;

    /** The turn of one attempt. Ended by the thread that took it. */
    interface Hold extends AutoCloseable {
        /**
         * Larger than of any turn before. Any thread.
         *
         * @throws RuntimeException if the turn is lost, or may be
         */
        long token();

        /**
         * Ends it, once the work is done.
         *
         * @throws RuntimeException if it was lost meanwhile: the work may have been done beside another's
         */
        void end();

        /** Ends it, unless it has ended, whatever became of it. */
        @Override
        void close();
    }
}
