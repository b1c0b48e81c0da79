package io.trireme.state;

import io.trireme.streams.OrderedStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The calls of all sessions that wait, or whose answers are not known to have come: a second copy of a call gets the first answer
 * and has no second effect. A session numbers its calls and says with each what it knows of those before ({@link Known}); that
 * is forgotten. Calls that wait or have waited lie apart from those that were answered at once, since what is known of those that
 * wait says nothing of their answers. Owned by its shard.
 */
final class Calls {
    private final OrderedStore store;
    private final Map<String, Integer> apart = new HashMap<>(); // how many of each session; as many as lie in the store

    Calls(OrderedStore store) {
        this.store = store;
        store.scan(Keys.apart(), Keys.endOf(Keys.apart()), (key, value) -> {
            apart.merge(Keys.sessionOfCall(key), 1, Integer::sum);
            return true;
        });
    }

    Optional<CallState> find(String session, long number) {
        return store.get(Keys.call(session, number))
                .or(() -> apart(session) > 0 ? store.get(Keys.apart(session, number)) : Optional.empty())
                .map(CallState::decode);
    }

    /** It was answered at once. */
    void answered(String session, long number, CallState.Ended answer) {
        store.put(Keys.call(session, number), answer.encode());
    }

    /** It waits, or has waited and is answered. */
    void setApart(String session, long number, CallState state) {
        byte[] key = Keys.apart(session, number);
        if (store.get(key).isEmpty()) {
            apart.merge(session, 1, Integer::sum);
        }
        store.put(key, state.encode());
    }

    int apart(String session) {
        return apart.getOrDefault(session, 0);
    }

    /** Where calls of the session wait, by their numbers. */
    TreeMap<Long, Place> waiting(String session) {
        var places = new TreeMap<Long, Place>();
        store.scan(Keys.apart(session, 0), Keys.apart(session, Long.MAX_VALUE), (key, value) -> {
            if (CallState.decode(value) instanceof CallState.Waits(Place place)) {
                places.put(Keys.numberOf(key), place);
            }
            return true;
        });
        return places;
    }

    void forget(String session, Known known) {
        within(Keys.call(session, 0), Keys.call(session, known.told())).forEach(store::delete);
        if (apart(session) > 0) {
            within(Keys.apart(session, 0), Keys.apart(session, known.answered()))
                    .forEach(key -> forgetApart(session, key));
            known.late().stream()
                    .map(number -> Keys.apart(session, number))
                    .filter(this::isAnswered)
                    .forEach(key -> forgetApart(session, key));
        }
    }

    private List<byte[]> within(byte[] from, byte[] to) {
        List<byte[]> keys = new ArrayList<>();
        store.scan(from, to, (key, value) -> keys.add(key));
        return keys;
    }

    private boolean isAnswered(byte[] key) {
        return store.get(key).map(CallState::decode).orElse(null) instanceof CallState.Ended;
    }

    private void forgetApart(String session, byte[] key) {
        store.delete(key);
        apart.computeIfPresent(session, (any, count) -> count > 1 ? count - 1 : null);
    }

    void forgetAll(String session) {
        forget(session, Known.below(Long.MAX_VALUE));
    }
}
