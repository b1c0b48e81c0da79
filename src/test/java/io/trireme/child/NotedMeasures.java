package io.trireme.child;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Meters of tests: at one end something is counted, at the other it is written down. */
final class NotedMeasures implements Measures {
    static final Measured ONE = new Measured(
            Measured.Kind.TIMER, "calls", Map.of("to", "a"), Optional.empty(), Optional.of("Calls"), 2, 3.5);

    private final Queue<Measured> noted = new ConcurrentLinkedQueue<>();

    @Override
    public List<Measured> taken() {
        var taken = new ArrayList<Measured>();
        for (Measured one = noted.poll(); one != null; one = noted.poll()) {
            taken.add(one);
        }
        return taken;
    }

    void add(Measured one) {
        noted.add(one);
    }

    @Override
    public OfChild of(String queue, int number) {
        return new OfChild() {
            @Override
            public void add(List<Measured> measured) {
                noted.addAll(measured);
            }

            @Override
            public void close() {
                // what was written down stays
            }
        };
    }
}
