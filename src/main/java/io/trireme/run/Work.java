package io.trireme.run;

/** What a runner runs: one attempt, which knows what follows it in its lane. */
public interface Work {
    /** Nothing follows. */
    Work NONE = new Work() {
        @Override
        public Work run() {
            return this;
        }

        @Override
        public String toString() {
            return "none";
        }
    };

    /**
     * Does the work on the calling thread. Throws nothing.
     *
     * @return what the runner has to run next in this lane, or {@link #NONE}
     */
    Work run();
}
