package io.trireme.child;

import java.util.List;

/**
 * The meters of a process: in a child what they counted goes to the parent, before the answer of the attempt; there it is
 * added to those of the same names. For whoever knows what meters there are.
 */
public interface Measures {
    /** Where there are none. */
    Measures NONE = new Measures() {
        @Override
        public List<Measured> taken() {
            return List.of();
        }

        @Override
        public void add(List<Measured> measured) {}
    };

    /** In a child: what was added since the last call, each meter looked at once, since others may count on meanwhile. One thread. */
    List<Measured> taken();

    /** In the parent of children: adds what one of them counted. Any thread. */
    void add(List<Measured> measured);
}
