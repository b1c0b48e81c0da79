package io.trireme.child;

import io.trireme.Fault;
import io.trireme.Snooze;
import io.trireme.TaskRejected;
import io.trireme.ThrownElsewhere;
import io.trireme.process.StartPause;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The children of one queue: started when none is idle, as many as attempts run at once, kept for as long as they are well,
 * and replaced when they are not.
 *
 * <p>Threading: any number of attempts' threads, each with a child of its own meanwhile.
 */
final class ChildWorkers implements AutoCloseable {
    /** What of a frame with a task is not the payload, as a rule. */
    private static final int AROUND = 1_024;

    private static final String INTERRUPTED = InterruptedException.class.getName();

    private final ChildSettings settings;
    private final ChildStart starter;
    private final StartPause pause = new StartPause();
    private final ChildRoster roster;

    /** @param threads starts children, and ends those that are replaced */
    ChildWorkers(ChildStart starter, ExecutorService threads) {
        this.settings = starter.settings();
        this.starter = starter;
        this.roster = new ChildRoster(starter, pause, threads);
    }

    /**
     * Makes an attempt in a child.
     *
     * @return what the handler returned, encoded
     * @throws Exception what it threw, as data; or that its child is lost
     */
    @Nullable
    Object run(CarriedTask task, Watcher watcher) throws Exception {
        checkSize(task.id(), task.payload().map(payload -> payload.length).orElse(0) + AROUND);
        Child child = roster.take(task.id());
        Frame.Answer answer;
        boolean kept = true;
        try {
            byte[] work = child.work(task);
            checkSize(task.id(), work.length); // with its headers
            kept = false;
            answer = child.attempt(work, watcher);
            kept = true;
        } catch (Child.Lost lost) {
            String why = String.valueOf(lost.getMessage());
            if (child.answered() == 0) {
                pause.barren(System.nanoTime(), why + "." + child.lastWords());
            }
            throw Fault.CHILD_LOST.because(task.id(), child.pid(), why, child.lastWords());
        } finally {
            if (kept) {
                putBack(child);
            } else {
                child.kill();
            }
        }
        return outcome(answer);
    }

    private void checkSize(String task, int bytes) {
        if (bytes > settings.longest()) {
            throw Fault.CHILD_PAYLOAD_TOO_LARGE.because(
                    task, bytes, settings.spelled(Spelling.LONGEST), settings.longest());
        }
    }

    private static @Nullable Object outcome(Frame.Answer answer) throws ThrownElsewhere, InterruptedException {
        return switch (answer) {
            case Frame.Nothing nothing -> null;
            case Frame.Done(var result) -> result;
            case Frame.Failed(ThrownElsewhere thrown)
            when thrown.type().equals(INTERRUPTED) -> {
                var interrupted = new InterruptedException(thrown.getMessage()); // which means something to the engine
                interrupted.initCause(thrown);
                throw interrupted;
            }
            case Frame.Failed(ThrownElsewhere thrown) -> throw thrown;
            case Frame.Failed(Throwable thrown) -> throw new IllegalStateException(thrown);
            case Frame.Snoozed(var rest) -> throw Snooze.of(rest);
            case Frame.Faulted(Fault fault, Throwable thrown) -> {
                var said = fault.said(String.valueOf(thrown.getMessage()), thrown.getCause());
                said.setStackTrace(thrown.getStackTrace());
                throw said;
            }
            case Frame.Rejected(Throwable thrown) -> {
                String why = String.valueOf(thrown.getMessage());
                Throwable cause = thrown.getCause();
                var rejected = cause == null ? new TaskRejected(why) : new TaskRejected(why, cause);
                rejected.setStackTrace(thrown.getStackTrace());
                throw rejected;
            }
        };
    }

    /**
     * Starts one, to see whether that can be.
     *
     * @throws io.trireme.TriremeException when it cannot
     */
    void startFirst() throws InterruptedException {
        try {
            roster.put(starter.start());
        } catch (Child.Lost failed) {
            throw Fault.CHILD_UNUSABLE.because(settings.queue(), failed.getMessage() + ".");
        }
    }

    /** What is to be said of the children when they do not stay up. */
    Optional<String> trouble() {
        return pause.trouble();
    }

    private void putBack(Child child) {
        pause.fruitful();
        if (child.answered() < settings.maxTasks().orElse(Integer.MAX_VALUE)
                && (settings.maxMemory().isEmpty()
                        || child.memory() < settings.maxMemory().getAsLong())) {
            roster.put(child);
        } else {
            roster.replace(child);
        }
    }

    @Override
    public void close() {
        roster.close();
        starter.close();
    }
}
