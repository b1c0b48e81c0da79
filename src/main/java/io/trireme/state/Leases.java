package io.trireme.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When sessions were last heard of, on the clock of who carries their commands out. Only says when to write an
 * {@link Verb#EXPIRE}: whether that has an effect is decided by where it comes to lie in the log. So nobody loses anything to
 * a clock that jumps, to an owner that slept, or to one that has just taken over and heard nothing yet. Owned by one thread.
 */
final class Leases {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Map<String, Heard> sessions = new HashMap<>();

    private record Heard(Session session, long nanos) {}

    void heard(String id, Session session, long nanos) {
        sessions.put(id, new Heard(session, nanos));
    }

    void ended(String id) {
        sessions.remove(id);
    }

    int size() {
        return sessions.size();
    }

    /** The ends of all that were not heard of for their lease; each is asked for again after another lease. */
    List<Command> overdue(long nanos) {
        var ends = new ArrayList<Command>();
        sessions.replaceAll((id, heard) -> {
            if (nanos - heard.nanos() < heard.session().leaseMillis() * NANOS_PER_MILLI) {
                return heard;
            }
            ends.add(Command.of(Verb.EXPIRE, id, heard.session().renewed()));
            return new Heard(heard.session(), nanos);
        });
        return ends;
    }
}
