package io.trireme.child;

import java.util.List;

/**
 * The meters of a process: in a child what they measured goes to the parent, before the answer of the attempt, and there into
 * meters of its own. For whoever knows what meters there are.
 */
public interface Measures {
    /** Where there are none. */
    Measures NONE = new Measures() {
        @Override
        public List<Measured> taken() {
            return List.of();
        }

        @Override
        public OfChild of(String queue, int number) {
            return OfChild.NONE;
        }
    };

    /** In a child: what was added since the last call, each meter looked at once, since others may count on meanwhile. One thread. */
    List<Measured> taken();

    /**
     * In the parent: takes what a child measures. Any thread.
     *
     * @param number of the child among those of its queue, from 1; another one's when it is gone
     */
    OfChild of(String queue, int number);

    /** In the parent: where the measures of one child go. One thread at a time. */
    interface OfChild extends AutoCloseable {
        /** Nowhere. */
        OfChild NONE = new OfChild() {
            @Override
            public void add(List<Measured> measured) {}

            @Override
            public void close() {}
        };

        /** Takes what is new. */
        void add(List<Measured> measured);

        /** The child is gone, and what it showed with it; what it counted stays. */
        @Override
        void close();
    }
}
