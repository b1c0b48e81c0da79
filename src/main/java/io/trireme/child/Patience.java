package io.trireme.child;

/** How long a thread waits at a {@link FrameChannel}, and what an interrupt means to it. Owned by that thread. */
interface Patience {
    /** It is at its end. */
    final class Over extends Exception {
        private static final long serialVersionUID = 1L;

        Over() {
            super("waited long enough", null, false, false);
        }
    }

    /**
     * The milliseconds to wait before this is asked again; 0 for any time.
     *
     * @throws Over when there is to be no more waiting
     */
    long waitMillis() throws Over;

    /** The thread was interrupted; its flag is cleared. The wait goes on. */
    void interrupted();

    /** Waits for ever, and holds interrupts back until {@link #restore()}. */
    final class Endless implements Patience {
        private boolean interrupted;

        @Override
        public long waitMillis() {
            return 0;
        }

        @Override
        public void interrupted() {
            interrupted = true;
        }

        /** Interrupts the thread, if it was meanwhile. */
        void restore() {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
