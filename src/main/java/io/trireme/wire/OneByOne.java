package io.trireme.wire;

import java.util.Collections;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Takes what a poll brought one by one. Should taking one throw, the others are not lost, though the consumer has passed them: they wait
 * for the next time. Owned by whoever reads at the time.
 *
 * @param <T> what is taken
 */
public final class OneByOne<T> {
    private final Consumer<? super T> taker;
    private Iterator<? extends T> left = Collections.emptyIterator();

    /** @param taker takes each */
    public OneByOne(Consumer<? super T> taker) {
        this.taker = taker;
    }

    /** Takes what is left of the time before; to be called before one waits for more. */
    public void goOn() {
        while (left.hasNext()) {
            taker.accept(left.next());
        }
    }

    /** Takes all of these, after what is left. */
    public void take(Iterable<? extends T> more) {
        goOn();
        left = more.iterator();
        goOn();
    }
}
