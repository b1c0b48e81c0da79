package io.trireme.state;

import io.trireme.Fault;
import io.trireme.streams.OrderedStore;
import io.trireme.wire.Topics;

/**
 * How the records of a shard are written, noted among them with the first command: another version would read them wrongly, and
 * so does not begin. Owned by its shard.
 */
final class Format {
    /** To be raised whenever what the records of a store are, or mean, changes. */
    private static final String CURRENT = "1";

    /** Of what was written before formats were noted. */
    private static final String NONE = "0";

    /** No key begins so. */
    private static final byte[] END = {(byte) 0xFF};

    private final OrderedStore store;
    private boolean noted;

    private Format(OrderedStore store, boolean noted) {
        this.store = store;
        this.noted = noted;
    }

    /** @throws io.trireme.TriremeException {@link Fault#STATE_FORMAT} */
    static Format of(OrderedStore store) {
        boolean[] empty = {true};
        store.scan(new byte[0], END, (key, value) -> empty[0] = false);
        String found = store.get(Keys.format()).map(Texts::of).orElse(empty[0] ? CURRENT : NONE);
        if (!found.equals(CURRENT)) {
            throw Fault.STATE_FORMAT.because(Topics.stateChangelog(), found, CURRENT);
        }
        return new Format(store, !empty[0]);
    }

    void note() {
        if (!noted) {
            store.put(Keys.format(), Texts.bytes(CURRENT));
            noted = true;
        }
    }
}
