package io.trireme.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A process that was started here, and everything that it starts, to be ended together.
 *
 * <p>Its descendants are found by their parents, and, where there is a {@code /proc}, by a mark in their environment: a
 * process whose parent has died belongs to nobody's descendants, but it inherited the mark. What cleans its environment
 * and leaves its parent is not found.
 *
 * <p>Threading: any thread.
 */
public final class ProcessTree implements AutoCloseable {
    /** The variable that carries the mark. */
    static final String MARK = "TRIREME_PROCESS_TREE";

    /** How often those that are left are looked for: what starts processes faster than they are killed is given up on. */
    private static final int ROUNDS = 50;

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Process root;
    private final String mark;
    private final Runnable over;

    ProcessTree(Process root, String mark, Runnable over) {
        this.root = root;
        this.mark = mark;
        this.over = over;
    }

    /** The process at the root. */
    public Process root() {
        return root;
    }

    /**
     * Asks all of them to end, and ends those that have not after {@code grace}. Returns when they are gone; an interrupt
     * does not stop it, since what is left would be nobody's.
     */
    public void kill(Duration grace) {
        boolean interrupted = Thread.interrupted(); // or nothing could be read
        List<ProcessHandle> living = living();
        if (!living.isEmpty()) { // as it is when all ended in order; each look is one at all processes of the machine
            living.forEach(ProcessHandle::destroy);
            long deadline = System.nanoTime() + grace.toNanos();
            while (root.isAlive() && deadline - System.nanoTime() > 0) {
                interrupted |= !await(deadline - System.nanoTime());
            }
            killLeft();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean await(long nanos) {
        try {
            root.waitFor(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException hurried) {
            return false;
        }
    }

    /** Ends at once what of it still lives; also what it left behind when it ended by itself. */
    public void killLeft() {
        List<ProcessHandle> left = living();
        for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(PAUSE.toNanos());
            left = living();
        }
    }

    /** Says that it is over: what it has left behind is swept away some time. */
    @Override
    public void close() {
        over.run();
    }

    private List<ProcessHandle> living() {
        var marked = MarkedProcesses.startingWith(MARK, mark)
                .filter(found -> found.mark().equals(mark))
                .map(MarkedProcesses.Found::process);
        return Stream.concat(Stream.concat(Stream.of(root.toHandle()), root.descendants()), marked)
                .distinct()
                .filter(ProcessHandle::isAlive)
                .toList();
    }
}
