package io.trireme.result;

import io.trireme.Fault;
import io.trireme.TriremeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The replies that this process waits for, by the id of their task; more than one may wait for one task. Bounded, by number
 * and by time: a caller that goes away without a word leaves a reply behind until then.
 *
 * <p>Any thread. What a reply is told is told outside of the lock.
 */
final class Waiting {
    private final int most;
    private final Questions questions = new Questions();
    private final Map<String, List<Reply<?>>> byId = new HashMap<>(); // guarded by this
    private final LinkedHashSet<Reply<?>> byAge = new LinkedHashSet<>(); // guarded by this; the oldest first
    private boolean closed; // guarded by this

    /** @param most replies at a time */
    Waiting(int most) {
        this.most = most;
    }

    /** @throws TriremeException {@link Fault#TOO_MANY_WAITING} or {@link Fault#CALLER_CLOSED} */
    synchronized void add(Reply<?> reply) {
        if (closed) {
            throw Fault.CALLER_CLOSED.because(reply.id());
        }
        if (byAge.size() >= most) {
            throw Fault.TOO_MANY_WAITING.because(reply.id(), most);
        }
        byAge.add(reply);
        byId.merge(reply.id(), List.of(reply), (some, one) -> {
            var more = new ArrayList<>(some);
            more.addAll(one);
            return more;
        });
    }

    /** Those that wait for this task. */
    synchronized List<Reply<?>> of(String id) {
        return byId.getOrDefault(id, List.of());
    }

    /** Takes out those that wait for this task, since it has ended. */
    synchronized List<Reply<?>> take(String id) {
        List<Reply<?>> taken = byId.remove(id);
        if (taken == null) {
            return List.of();
        }
        taken.forEach(byAge::remove);
        return taken;
    }

    /** Takes out one that is not waited for any more. */
    synchronized void remove(Reply<?> reply) {
        if (byAge.remove(reply)) {
            byId.computeIfPresent(reply.id(), (id, some) -> {
                var fewer = new ArrayList<>(some);
                fewer.remove(reply);
                return fewer.isEmpty() ? null : fewer;
            });
        }
    }

    /** Takes out those whose time is over; they were added in the order of their deadlines. */
    synchronized List<Reply<?>> takeOverdue(long nanoTime) {
        var overdue = new ArrayList<Reply<?>>();
        for (Reply<?> reply : byAge) {
            if (!reply.isOverdue(nanoTime)) {
                break;
            }
            overdue.add(reply);
        }
        overdue.forEach(this::remove);
        return overdue;
    }

    /** Takes out all, and takes none any more. */
    synchronized List<Reply<?>> close() {
        closed = true;
        List<Reply<?>> rest = List.copyOf(byAge);
        byAge.clear();
        byId.clear();
        return rest;
    }

    /** What this process has asked, whose answers come the same way. */
    Questions questions() {
        return questions;
    }

    /** How many there are. */
    synchronized int size() {
        return byAge.size();
    }
}
