package io.trireme.exec;

import io.trireme.Fault;
import io.trireme.Snooze;
import io.trireme.TaskContext;
import io.trireme.TaskRejected;
import io.trireme.exec.LineProtocol.Answer;
import io.trireme.process.ProcessTrees;
import io.trireme.process.StartPause;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a program that works on one task after another: started when none is idle, as many as attempts run at
 * once, kept as long as they keep to the protocol, and replaced when they do not.
 *
 * <p>Threading: an attempt's thread takes a worker out and puts it back; a worker that is out is its alone.
 */
final class LineWorkers implements Way {
    private final Program program;
    private final List<String> arguments;
    private final LineProtocol protocol;
    private final int maxTasks;
    private final ProcessTrees trees;
    private final ErrorOutput errors;
    private final ExecutorService threads;
    private final StartPause pause = new StartPause();
    private final Deque<LineWorker> idle = new ArrayDeque<>(); // guarded by itself
    private boolean closed; // guarded by idle

    /**
     * @param maxTasks tasks after which a worker is replaced; empty for never
     * @throws io.trireme.TriremeException naming the setting and the way out
     */
    LineWorkers(
            Program program, LineProtocol protocol, OptionalInt maxTasks, ProcessTrees trees, ExecutorService threads) {
        if (maxTasks.orElse(1) < 1) {
            throw Fault.SETTING_WRONG.because(
                    Program.key(program.queue()) + "max-tasks-per-process", maxTasks.getAsInt(), "use 1 or more.");
        }
        this.program = program;
        this.arguments = program.fixedArguments();
        this.protocol = protocol;
        this.maxTasks = maxTasks.orElse(Integer.MAX_VALUE);
        this.trees = trees;
        this.errors = new ErrorOutput(program);
        this.threads = threads;
    }

    @Override
    public @Nullable Object run(TaskContext task) throws InterruptedException {
        byte[] line = protocol.line(task);
        LineWorker worker = idleOrNew();
        Answer answer;
        boolean kept = false;
        try {
            answer = protocol.answer(worker.ask(task.id(), line), task.id());
            kept = true;
        } catch (LineWorker.Astray | IllegalArgumentException astray) {
            String why = String.valueOf(astray.getMessage());
            if (worker.answered() == 0) {
                pause.barren(System.nanoTime(), why + "." + worker.lastWords());
            }
            throw Fault.COMMAND_ASTRAY.causedBy(astray, program, task.id(), why, worker.lastWords());
        } finally {
            if (kept) {
                putBack(worker);
            } else {
                worker.kill();
            }
        }
        return outcome(answer, task);
    }

    private @Nullable Object outcome(Answer answer, TaskContext task) {
        return switch (answer) {
            case Answer.Done done -> done.result().isNull() ? null : done.result();
            case Answer.Retry retry ->
                throw Fault.COMMAND_FAILED.because(
                        program, task.id(), "\"retry\"", retry.why().isEmpty() ? "" : " It said: " + retry.why());
            case Answer.Dead dead -> throw new TaskRejected("Command '" + program + "' says: " + dead.why());
            case Answer.Snooze snooze -> throw Snooze.of(snooze.pause());
        };
    }

    private LineWorker idleOrNew() throws InterruptedException {
        for (LineWorker worker = takeIdle(); worker != null; worker = takeIdle()) {
            if (worker.isFit()) {
                return worker;
            }
            worker.kill();
        }
        Thread.sleep(pause.left(System.nanoTime()));
        return new LineWorker(
                program.start(arguments, trees), program.maxOutputBytes(), program.killGrace(), errors, threads);
    }

    /** Whether a worker waits that may be asked. */
    boolean hasFitWorker() {
        synchronized (idle) {
            return idle.stream().anyMatch(LineWorker::isFit);
        }
    }

    @Override
    public Optional<String> trouble() {
        return pause.trouble();
    }

    private @Nullable LineWorker takeIdle() {
        synchronized (idle) {
            return idle.pollFirst();
        }
    }

    private void putBack(LineWorker worker) {
        worker.countAnswer();
        pause.fruitful();
        if (worker.answered() < maxTasks) {
            synchronized (idle) {
                if (!closed) {
                    idle.addFirst(worker);
                    return;
                }
            }
        }
        threads.execute(worker::retire); // the attempt does not wait for it
    }

    @Override
    public void close() {
        List<Callable<Void>> ends;
        synchronized (idle) {
            closed = true;
            ends = idle.stream().<Callable<Void>>map(LineWorkers::retirement).toList();
            idle.clear();
        }
        try {
            threads.invokeAll(ends); // side by side, since each may take its grace
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt(); // they see their input end when this process is gone
        }
    }

    private static Callable<Void> retirement(LineWorker worker) {
        return () -> {
            worker.retire();
            return null;
        };
    }
}
