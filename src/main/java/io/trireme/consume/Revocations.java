package io.trireme.consume;

import io.trireme.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that are not to run, by their id or by their group, each until a time: what operators ordered, for all queues
 * of this process.
 *
 * <p>Shared and changed in place instead of copied with each change: a set of a million, given one by one, would else be
 * copied a million times. So who changes it has to tell the {@link Withdrawals} of each queue afterwards.
 *
 * <p>Threading: one thread changes it, any thread asks.
 */
public final class Revocations {
    /** Most that are kept, ids and groups together: about 150 bytes each. Beyond it none is taken in. */
    public static final int MOST = 1_000_000;

    /** Characters of an id or a group at most: what strangers write must not fill the memory. */
    public static final int LONGEST_NAME = 1_000;

    /** What a revocation names. */
    public enum Kind {
        /** One task, by its id. */
        TASK,
        /** All tasks with a group, as their publisher gave it. */
        GROUP
    }

    /** One that is over. */
    public record Over(Kind kind, String name) {}

    private final InstantSource clock;
    private final int most;
    private final Map<String, Instant> tasks = new ConcurrentHashMap<>();
    private final Map<String, Instant> groups = new ConcurrentHashMap<>();

    /** None. */
    public Revocations(InstantSource clock) {
        this(clock, MOST);
    }

    Revocations(InstantSource clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    /**
     * Takes one in, or another end of one that is there.
     *
     * @return false: there are {@link #MOST} already
     */
    public boolean put(Kind kind, String name, Instant until) {
        Map<String, Instant> named = of(kind);
        if (size() >= most && !named.containsKey(name)) {
            return false;
        }
        named.put(name, until);
        return true;
    }

    /** Takes one out. */
    public void remove(Kind kind, String name) {
        of(kind).remove(name);
    }

    private Map<String, Instant> of(Kind kind) {
        return kind == Kind.TASK ? tasks : groups;
    }

    /** How many there are, those among them whose time is over and that nobody has taken out. */
    public int size() {
        return tasks.size() + groups.size();
    }

    /** Whether the task that lies in {@code record} is not to run. */
    boolean cover(ConsumerRecord<byte[], byte[]> record) {
        if (!tasks.isEmpty() && holds(tasks.get(AttemptContext.id(record)))) {
            return true;
        }
        if (groups.isEmpty()) {
            return false;
        }
        byte[] group = AttemptContext.header(record, Headers.GROUP);
        return group != null && holds(groups.get(new String(group, StandardCharsets.UTF_8)));
    }

    private boolean holds(@Nullable Instant until) {
        return until != null && clock.instant().isBefore(until);
    }

    /** Those whose time was over at that time, at most {@code limit} of them. */
    public List<Over> over(Instant now, int limit) {
        var over = new ArrayList<Over>();
        for (Kind kind : Kind.values()) {
            for (Map.Entry<String, Instant> one : of(kind).entrySet()) {
                if (over.size() < limit && !now.isBefore(one.getValue())) {
                    over.add(new Over(kind, one.getKey()));
                }
            }
        }
        return over;
    }
}
