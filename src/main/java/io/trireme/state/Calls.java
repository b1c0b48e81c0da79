package io.trireme.state;

import io.trireme.streams.OrderedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The calls of all sessions that wait, or whose answers were not acknowledged: a second copy of a call gets the first answer
 * and has no second effect. A session numbers its calls and says with each below which number it knows all answers; those are
 * forgotten. Owned by its shard.
 */
final class Calls {
    private final OrderedStore store;

    Calls(OrderedStore store) {
        this.store = store;
    }

    Optional<CallState> find(String session, long number) {
        return store.get(Keys.call(session, number)).map(CallState::decode);
    }

    void set(String session, long number, CallState state) {
        store.put(Keys.call(session, number), state.encode());
    }

    void forgetBelow(String session, long number) {
        forget(session, number);
    }

    /** Where calls of the session wait, by their numbers. */
    TreeMap<Long, Place> waiting(String session) {
        var places = new TreeMap<Long, Place>();
        store.scan(Keys.call(session, 0), Keys.call(session, Long.MAX_VALUE), (key, value) -> {
            if (CallState.decode(value) instanceof CallState.Waits(Place place)) {
                places.put(Keys.numberOf(key), place);
            }
            return true;
        });
        return places;
    }

    void forgetAll(String session) {
        forget(session, Long.MAX_VALUE);
    }

    private void forget(String session, long below) {
        List<byte[]> known = new ArrayList<>();
        store.scan(Keys.call(session, 0), Keys.call(session, below), (key, value) -> known.add(key));
        known.forEach(store::delete);
    }
}
