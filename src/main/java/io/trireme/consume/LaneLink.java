package io.trireme.consume;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The place of an {@link Attempt} in its lane; apart from it so that each can be read alone, and no object of its own, since
 * every task has one.
 *
 * <p>A lane is nothing but a chain of these, each with a link to the next. Its end is decided by one compare-and-set on
 * the last link, between the poll thread, which appends, and the worker, which finishes: whoever comes first wins. If the
 * poll thread linked another attempt, the worker goes on with that one. If the worker closed the link, the lane has ended
 * and the poll thread starts a new one.
 *
 * <p>Threading: appended by the poll thread; ended by the worker that has the attempt; read by both.
 */
abstract sealed class LaneLink permits Attempt {
    private static final VarHandle NEXT = next();

    /** The next of the lane; this object itself once the lane has ended here. */
    @SuppressWarnings("UnusedVariable") // through NEXT
    private volatile @Nullable LaneLink next;

    /** Links {@code follower} behind this one. False: this one has ended its lane, and the follower begins a new one. */
    final boolean append(Attempt follower) {
        return NEXT.compareAndSet(this, null, follower);
    }

    /** Whether the lane ended with this one. */
    final boolean isLaneEnded() {
        return next == this;
    }

    /** Ends the lane here, unless there is a next one, which is returned then. */
    final @Nullable Attempt nextOrEnd() {
        LaneLink follower = next;
        if (follower == null && !NEXT.compareAndSet(this, null, this)) {
            follower = next;
        }
        return follower == this ? null : (Attempt) follower;
    }

    /** How many tasks wait behind it in its lane. */
    final int followers() {
        int count = 0;
        LaneLink last = this;
        for (LaneLink after = last.next; after != null && after != last; after = last.next) {
            count++;
            last = after;
        }
        return count;
    }

    private static VarHandle next() {
        try {
            return MethodHandles.lookup().findVarHandle(LaneLink.class, "next", LaneLink.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
