package io.trireme.schedule;

import io.trireme.TriremeException;
import io.trireme.streams.OrderedStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The timers of one partition of {@code trireme.schedule}: what a command does to them, and which are due. No I/O but the
 * store's, no clock: the shell says what time it is.
 *
 * <p>States of a timer: <em>absent → pending → fired or cancelled</em>, both of which are absent again. A put of an id that
 * is pending replaces it. A retry (a put that says which try it is) is accepted once: a second copy, written because a worker
 * died between its write and its commit, is ignored, also after the first has fired. What was accepted is remembered for
 * {@link #REMEMBERED} and for the last {@link #MOST_REMEMBERED} retries of a partition; beyond that a task may fork.
 *
 * <p>The clock may jump. Forward: what is due fires. Back: what has fired is gone and does not fire again, and what is
 * pending waits for its time on the new clock. Owned by one Streams thread.
 */
final class Timers {
    /** How long the last accepted try of a task is remembered: beyond what a broker's outage delays a repeated write by. */
    static final Duration REMEMBERED = Duration.ofDays(1);

    /** Most tasks of a partition whose last accepted try is remembered. */
    static final int MOST_REMEMBERED = 1_000_000;

    /** The longest until a timer that cannot go is looked at again. */
    static final Duration LONGEST_HELD = Duration.ofMinutes(10);

    private static final long NEVER = Long.MAX_VALUE;

    private final OrderedStore store;
    private final int mostRemembered;
    private final CronRules rules = new CronRules();
    private final Agenda due;
    private final Agenda forgetting; // of accepted tries

    /** Reads through the ids of {@code store} once, to count them. */
    Timers(OrderedStore store) {
        this(store, MOST_REMEMBERED);
    }

    Timers(OrderedStore store, int mostRemembered) {
        this.store = store;
        this.mostRemembered = mostRemembered;
        this.due = new Agenda(store, TimerKeys.DUE, count(store, TimerKeys.ID)); // ids are small, timers are not
        this.forgetting = new Agenda(store, TimerKeys.FORGET, count(store, TimerKeys.FORGET));
    }

    private static long count(OrderedStore store, byte kind) {
        long[] count = {0};
        store.scan(new byte[] {kind}, TimerKeys.endOf(kind), (key, value) -> {
            count[0]++;
            return true;
        });
        return count[0];
    }

    /** What came of a command. */
    enum Effect {
        SET,
        REPLACED,
        CANCELLED,
        /** There was no such timer: it has fired, or never was. */
        UNKNOWN,
        /** A second copy of a retry. */
        REPEATED
    }

    long pending() {
        return due.size();
    }

    Effect put(Timer timer, Optional<Rank> rank, Instant now) {
        if (rank.isPresent() && !accept(timer.lineage(), rank.get(), now.toEpochMilli())) {
            return Effect.REPEATED;
        }
        boolean replaced = remove(timer.id());
        // One that comes late lies behind what has fired meanwhile, not among it: see Agenda.
        place(timer, Math.max(TimerKeys.millis(timer.due()), now.toEpochMilli()));
        return replaced ? Effect.REPLACED : Effect.SET;
    }

    /**
     * Sets a cron rule. The same rule again, from another worker that starts, goes on where it is; another one under the name
     * begins now.
     */
    Effect register(Timer timer, Instant now) {
        CronEntry given = CronEntry.of(timer, rules, now);
        CronEntry entry = find(timer.id())
                .filter(CronEntry::is)
                .map(earlier -> after(earlier, given, now))
                .orElse(given);
        boolean replaced = remove(timer.id());
        entry.next().ifPresent(next -> place(next, TimerKeys.millis(next.due())));
        return replaced ? Effect.REPLACED : Effect.SET;
    }

    /** A rule that cannot be read, of another version or with another's time zones, is replaced as if it were not there. */
    private CronEntry after(Timer earlier, CronEntry given, Instant now) {
        try {
            return given.after(CronEntry.of(earlier, rules, now));
        } catch (TriremeException unreadable) {
            return given;
        }
    }

    private Optional<Timer> find(String id) {
        return store.get(TimerKeys.id(id))
                .flatMap(millis ->
                        store.get(TimerKeys.due(ByteBuffer.wrap(millis).getLong(), id)))
                .map(stored -> TimerCodec.decode(id, stored));
    }

    Effect cancel(String id) {
        return remove(id) ? Effect.CANCELLED : Effect.UNKNOWN;
    }

    /**
     * At most {@code most} timers that are due, the earliest first; one that came late counts as due when it came. They stay
     * until {@link #fired} or {@link #hold}, which is to come before the next question.
     */
    List<Timer> due(Instant now, int most) {
        return due.take(now.toEpochMilli(), most, (key, value) -> TimerCodec.decode(TimerKeys.idOf(key), value));
    }

    /**
     * What a timer that is due sends: itself, or what its cron rule has for now, and then it waits for the next firing.
     *
     * @throws io.trireme.TriremeException {@link io.trireme.Fault#CRON_WRONG}: a later version knew the rule
     */
    List<Timer> fire(Timer timer, Instant now) {
        if (!CronEntry.is(timer)) {
            fired(timer);
            return List.of(timer);
        }
        CronEntry entry = CronEntry.of(timer, rules, timer.due());
        CronPlan plan = CronPlan.of(entry.rule(), entry.missed(), entry.since(), timer.due(), now);
        remove(timer.id());
        entry.waiting(plan.through(), plan.next()).ifPresent(next -> place(next, TimerKeys.millis(next.due())));
        return plan.due().stream().map(entry::task).toList();
    }

    /** The timer has gone to its queue, as far as this transaction goes. */
    void fired(Timer timer) {
        remove(timer.id());
    }

    /**
     * When a timer that cannot go to its queue is to be looked at again: after as long as it is late by, so that a million of
     * them for a queue that never comes cost little, and one whose queue comes soon goes soon.
     */
    static Instant lookAgain(Timer timer, Instant now, Duration least) {
        Duration late = Duration.between(timer.due(), now);
        Duration longer = late.compareTo(least) < 0 ? least : late;
        return now.plus(longer.compareTo(LONGEST_HELD) < 0 ? longer : LONGEST_HELD);
    }

    /** The timer cannot go to its queue at present: it is looked at again at {@code until}. Its due time stays. */
    void hold(Timer timer, Instant until) {
        remove(timer.id());
        place(timer, TimerKeys.millis(until));
    }

    /** Forgets accepted tries whose time is over, at most {@code most} of them. */
    void forget(Instant now, int most) {
        forgetOldest(now.toEpochMilli(), most);
    }

    private void place(Timer timer, long millis) {
        due.put(TimerKeys.due(millis, timer.id()), TimerCodec.encode(timer));
        store.put(TimerKeys.id(timer.id()), number(millis));
    }

    private boolean remove(String id) {
        byte[] byId = TimerKeys.id(id);
        Optional<byte[]> millis = store.get(byId);
        if (millis.isEmpty()) {
            return false;
        }
        due.remove(TimerKeys.due(ByteBuffer.wrap(millis.get()).getLong(), id));
        store.delete(byId);
        return true;
    }

    private boolean accept(String lineage, Rank rank, long now) {
        byte[] key = TimerKeys.accepted(lineage);
        Optional<ByteBuffer> last = store.get(key).map(ByteBuffer::wrap);
        if (last.isPresent()) {
            ByteBuffer known = last.get();
            long forgetAt = known.getLong();
            if (rank.compareTo(new Rank(known.getInt(), known.getInt())) <= 0) {
                return false;
            }
            forget(TimerKeys.forget(forgetAt, lineage));
        }
        if (forgetting.size() >= mostRemembered) {
            forgetOldest(NEVER, 1);
        }
        long forgetAt = now + REMEMBERED.toMillis();
        store.put(
                key,
                ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
                        .putLong(forgetAt)
                        .putInt(rank.redriven())
                        .putInt(rank.returns())
                        .array());
        forgetting.put(TimerKeys.forget(forgetAt, lineage), new byte[] {1});
        return true;
    }

    private void forgetOldest(long until, int most) {
        forgetting.take(until, most, (key, value) -> key).forEach(this::forget);
    }

    private void forget(byte[] key) {
        forgetting.remove(key);
        store.delete(TimerKeys.accepted(TimerKeys.idOf(key)));
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
