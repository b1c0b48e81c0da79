package io.trireme.run;

/** What a runner runs: one attempt, which knows what follows it in its lane. */
public non-sealed interface Work extends Ready {
    /** Nothing follows. */
    Work NONE = new End("none");

    /** Nothing follows, and the worker's thread is to end; where workers are kept, another thread takes its place. */
    Work LAST = new End("last");

    /**
     * Does the work on the calling thread. Throws nothing.
     *
     * @return what the runner has to run next in this lane, {@link #NONE} or {@link #LAST}
     */
    Work run();

    /**
     * The run that goes on is about to be interrupted. Called by who interrupts, before the thread is; in a rare race the run may have
     * ended, and another one of the same work begun.
     */
    default void interrupting() {}

    /** Marks that nothing follows; never run. */
    record End(String name) implements Work {
        @Override
        public Work run() {
            return this;
        }
    }
}
