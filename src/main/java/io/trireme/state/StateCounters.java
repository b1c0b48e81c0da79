package io.trireme.state;

import io.trireme.wire.LogBudget;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** What the role {@code state} of this process counts. Written by Streams threads, read by meters. */
public final class StateCounters {
    private final Map<Kind, LongAdder> commands = new EnumMap<>(Kind.class); // filled here, then only read
    private final LongAdder sessions = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder unusable = new LongAdder();
    private final LongAdder undelivered = new LongAdder();
    private final Sights sights = new Sights();
    private final LogBudget budget = new LogBudget(System::nanoTime);

    StateCounters() {
        for (Kind kind : Kind.values()) {
            commands.put(kind, new LongAdder());
        }
    }

    void carriedOut(Command command) {
        if (!command.verb().ofSession() && !command.verb().ofNoSession()) {
            commands(command.kind()).increment();
        }
    }

    private LongAdder commands(Kind kind) {
        LongAdder count = commands.get(kind);
        if (count == null) {
            throw new IllegalStateException("no counter for " + kind);
        }
        return count;
    }

    /** Shows how many commands each kind has had, by its name in words. */
    public void commands(BiConsumer<String, LongAdder> whom) {
        commands.forEach((kind, count) -> whom.accept(kind.words(), count));
    }

    /** Sessions of the partitions that this process owns. */
    public LongAdder sessions() {
        return sessions;
    }

    /** Sessions that were not renewed and lost what they held. */
    public LongAdder expired() {
        return expired;
    }

    /** Records that are no command. */
    public LongAdder unusable() {
        return unusable;
    }

    /** Answers that the brokers did not take; their callers ask again. */
    public LongAdder undelivered() {
        return undelivered;
    }

    /** What was seen of objects that are held or waited for. */
    public Sights sights() {
        return sights;
    }

    LogBudget budget() {
        return budget;
    }
}
