package io.trireme.child;

import io.trireme.Fault;
import io.trireme.process.StartPause;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The children of one queue that are idle, and those that start since attempts wait for one. One starts only when none is idle
 * and fewer start than wait, so idle, working and starting ones together are never more than attempts ran at once.
 *
 * <p>Threading: any thread takes a child out, which is its alone until it puts it back. Others start and end them.
 */
final class ChildRoster implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ChildRoster.class);

    private final String queue;
    private final ChildStart starter;
    private final StartPause pause;
    private final ExecutorService threads;
    private final Deque<Child> idle = new ArrayDeque<>(); // guarded by itself
    private final Deque<Throwable> failures = new ArrayDeque<>(); // of starts, each for one who waits; guarded by idle
    private final Set<Thread> starters = new HashSet<>(); // may be interrupted; guarded by idle
    private int waiting; // guarded by idle, like the next ones
    private int starting;
    private boolean closed;

    /**
     * @param pause told of those that did not get there
     * @param threads starts children and ends them
     */
    ChildRoster(ChildStart starter, StartPause pause, ExecutorService threads) {
        this.queue = starter.settings().queue();
        this.starter = starter;
        this.pause = pause;
        this.threads = threads;
    }

    /**
     * Takes one that is idle, or waits for one that starts: so many start as wait. Who is interrupted leaves it starting, for
     * whoever comes next; so attempts may have less time than a start takes.
     *
     * @param task for people
     * @throws io.trireme.TriremeException when the one that started for it did not get there
     */
    Child take(String task) throws InterruptedException {
        synchronized (idle) {
            waiting++;
            try {
                for (Child child = fit(); ; child = fit()) {
                    if (child != null) {
                        return child;
                    }
                    Throwable failure = failures.poll();
                    if (failure != null) {
                        throw Fault.CHILD_UNUSABLE.causedBy(
                                failure, queue, "task " + task + " found none, and " + failure.getMessage() + ".");
                    }
                    if (closed) {
                        throw new IllegalStateException("the child processes of " + queue + " are closed");
                    }
                    if (starting < waiting) {
                        threads.execute(this::startAnother);
                        starting++;
                    }
                    idle.wait();
                }
            } finally {
                waiting--;
                while (failures.size() > waiting) {
                    failures.removeLast(); // nobody waits to hear it
                }
            }
        }
    }

    private @Nullable Child fit() {
        Child child = idle.pollFirst();
        while (child != null && !child.isFit()) {
            LOG.warnf(
                    "Child process %d of queue %s ended while it was idle, and is replaced.%s",
                    child.pid(), queue, child.lastWords());
            threads.execute(child::kill);
            child = idle.pollFirst();
        }
        return child;
    }

    /**
     * Starts one for whoever waits longest.
     *
     * <p>Walk-through of a close meanwhile: it interrupts who still starts one, and waits. Who is interrupted kills what it
     * started; who has just got it finds the roster closed, and ends it before it counts as over. So none is left behind.
     */
    private void startAnother() {
        Child child = null;
        Throwable failure = null;
        try {
            enter();
            Thread.sleep(pause.left(System.nanoTime()));
            child = starter.start();
        } catch (InterruptedException closing) {
            failure = closing;
        } catch (Child.Lost lost) {
            pause.barren(System.nanoTime(), lost.getMessage() + ".");
            failure = lost;
        } catch (Throwable failed) { // nobody is told otherwise; this process has no more threads, say
            pause.barren(System.nanoTime(), failed + ".");
            failure = failed;
        }
        Child late = null;
        synchronized (idle) {
            starters.remove(Thread.currentThread());
            Thread.interrupted(); // was for the start, and comes no more
            if (failure != null && failures.size() < waiting) {
                failures.add(failure);
            }
            if (child != null && closed) {
                late = child;
            } else if (child != null) {
                idle.addFirst(child); // at once, or who waits would start yet another one
            }
        }
        if (late != null) {
            late.retire();
        }
        synchronized (idle) {
            starting--;
            idle.notifyAll();
        }
    }

    private void enter() throws InterruptedException {
        synchronized (idle) {
            if (closed) {
                throw new InterruptedException("the child processes of " + queue + " are closed");
            }
            starters.add(Thread.currentThread());
        }
    }

    /** Puts one back that is well, or in; when they are closed it is ended. */
    void put(Child child) {
        synchronized (idle) {
            if (!closed) {
                idle.addFirst(child);
                idle.notifyAll();
                return;
            }
        }
        child.retire();
    }

    /** Ends one that has done its part. The attempt does not wait for that, unless the threads do no more work. */
    void replace(Child child) {
        synchronized (idle) {
            if (!closed) { // and they do, since they are shut down after this is closed
                threads.execute(child::retire);
                return;
            }
        }
        child.retire();
    }

    /** Ends all that are idle or start; who works ends his own. */
    @Override
    public void close() {
        List<Callable<Void>> ends;
        synchronized (idle) {
            closed = true;
            idle.notifyAll();
            starters.forEach(Thread::interrupt);
            ends = idle.stream().<Callable<Void>>map(ChildRoster::retirement).toList();
            idle.clear();
        }
        try {
            threads.invokeAll(ends); // side by side, since each may take its grace
            synchronized (idle) {
                while (starting > 0) {
                    idle.wait();
                }
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt(); // they see their line end when this process is gone
        }
    }

    private static Callable<Void> retirement(Child child) {
        return () -> {
            child.retire();
            return null;
        };
    }
}
