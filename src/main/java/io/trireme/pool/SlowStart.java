package io.trireme.pool;

import java.time.Duration;
import java.util.Optional;

/**
 * Finds out, while a map over the cluster runs, how many of its calls are worth being one task: many of calls that take
 * microseconds, since a task costs more than they do; one of calls that take longer, so that they are spread over all slots there are.
 *
 * <p>What is to hold: no call waits in its task behind others for longer than {@link #WITHIN} and one more call. Two things see
 * to that. A chunk has no more calls than are expected to be made within that time, by what calls took so far; and where that was
 * wrong, since one of them is much slower than those before, its worker makes no more of them and leaves the rest, which become tasks
 * of their own and are made beside each other.
 *
 * <p>The states, by what is known:
 * <ul>
 *   <li><b>Nothing.</b> Each call is a task. Nobody waits to learn more: slow calls are to get into all slots at once. The first
 *       results tell how long their calls took, and those that are published behind them profit. A worker that does not tell, being
 *       of an earlier version, leaves it at that: a task a call.
 *   <li><b>Calls are short.</b> One chunk of four times what is <i>proven</i> goes out, the pioneer; all others have the proven size
 *       until it is answered, and no more of them are out than keep workers busy, so that it does not wait behind thousands. Then
 *       its size is proven, and the next pioneer goes. So chunks grow by a round trip each, 1, 4, 16, 64, and when chunks get too
 *       large (for a broker's limit, say, together with what their calls return) that costs one chunk, not all that are under way.
 *   <li><b>Calls are long</b>, or have become so: chunks shrink at once to what fits by the longest mean that was told of late, and
 *       grow back as that is halved by each answer that was shorter; no pioneer is needed for what was proven before.
 *   <li><b>A chunk failed as one</b>, or was never sent. None as large is made in this job any more.
 * </ul>
 *
 * <p>Races. Two chunks that begin at once may both ask {@link #next} before either says {@link #begun}: they ask under the lock of
 * their job, of which this is a part, so they do not. An answer that comes between the two changes what the next chunk is, not
 * this one. A pioneer whose job is cancelled may never be answered: that begins no more chunks. One whose worker dies is answered by
 * the next worker; until then the proven size holds.
 */
final class SlowStart implements Pace {
    /** For how long a worker goes on beginning calls of a chunk, and what its calls are expected to take at most. */
    static final Duration WITHIN = Duration.ofMillis(10);

    /** Most calls of a chunk: beyond it a task costs too little of each call to matter. */
    static final int LARGEST = 100;

    private static final int GROWTH = 4;

    /** Chunks that are begun at once while a pioneer is under way: enough for the slots of a worker, so that it waits behind few. */
    private static final int MEANWHILE = 256;

    private static final long UNKNOWN = 0;

    private int proven = 1; // guarded by this, like all of these
    private int ceiling = LARGEST;
    private boolean pioneering; // a chunk larger than proven is under way
    private long nanosOfCall = UNKNOWN;

    @Override
    public synchronized int next(int begun) {
        int most = Math.min(ceiling, fitting());
        if (proven >= most) {
            return most;
        }
        if (!pioneering) {
            return Math.min(proven * GROWTH, most);
        }
        return begun < MEANWHILE ? proven : 0;
    }

    /** How many calls are expected to be made in time. */
    private int fitting() {
        return nanosOfCall == UNKNOWN ? 1 : (int) Math.clamp(WITHIN.toNanos() / nanosOfCall, 1, LARGEST);
    }

    @Override
    public synchronized void begun(int calls) {
        pioneering |= calls > proven;
    }

    @Override
    public Optional<Duration> within() {
        return Optional.of(WITHIN);
    }

    @Override
    public synchronized void answered(int calls, int made, long nanos) {
        boolean pioneer = calls > proven;
        pioneering &= !pioneer;
        if (nanos <= 0 || made == 0) {
            return;
        }
        if (pioneer && made == calls) {
            proven = Math.min(calls, ceiling);
        }
        long mean = Math.max(1, nanos / made);
        nanosOfCall = Math.max(mean, (nanosOfCall + mean) / 2);
    }

    @Override
    public synchronized void failed(int calls) {
        pioneering &= calls <= proven;
        ceiling = Math.max(1, Math.min(ceiling, calls / GROWTH));
        proven = Math.min(proven, ceiling);
    }
}
