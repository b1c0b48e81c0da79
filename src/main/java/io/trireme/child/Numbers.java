package io.trireme.child;

import java.util.BitSet;
import java.util.List;

/** Numbers of the children of a queue that live, from 1: the lowest that is free, so that there are few. Any thread. */
final class Numbers {
    private final BitSet taken = new BitSet(); // guarded by this

    synchronized int take() {
        int free = taken.nextClearBit(1);
        taken.set(free);
        return free;
    }

    synchronized void free(int number) {
        taken.clear(number);
    }

    /** What takes a child's measures under a number, until it is closed. */
    Measures.OfChild of(String queue, Measures measures) {
        int number = take();
        Measures.OfChild numbered = measures.of(queue, number);
        return new Measures.OfChild() {
            @Override
            public void add(List<Measured> measured) {
                numbered.add(measured);
            }

            @Override
            public void close() {
                numbered.close(); // before another one has the number
                free(number);
            }
        };
    }
}
