package io.trireme.exec;

import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.CompletableFuture.supplyAsync;

import io.trireme.Fault;
import io.trireme.TaskContext;
import io.trireme.TaskRejected;
import io.trireme.process.ProcessTree;
import io.trireme.process.ProcessTrees;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One process for each attempt: the payload on its standard input, the task in its environment, the result on its standard
 * output, and the outcome in its exit code.
 *
 * <p>A pipe can be full, and reading and writing one cannot be interrupted; so each of the three has a thread of its own,
 * and the attempt's thread only waits.
 */
final class OncePerTask implements Way {
    private static final Logger LOG = Logger.getLogger(OncePerTask.class);

    /** How long the pipes of a program that has ended may stay open: something that it left behind holds them then. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Program program;
    private final ProcessTrees trees;
    private final ErrorOutput errors;
    private final Executor threads;

    /** @param threads runs three jobs for each attempt, each for as long as the attempt */
    OncePerTask(Program program, ProcessTrees trees, Executor threads) {
        this.program = program;
        this.trees = trees;
        this.errors = new ErrorOutput(program);
        this.threads = threads;
    }

    @Override
    public @Nullable Object run(TaskContext task) throws InterruptedException {
        try (ProcessTree tree = program.start(task, trees)) {
            boolean ended = false;
            try {
                Object result = converse(task, tree);
                ended = true;
                return result;
            } finally {
                if (!ended && tree.root().isAlive()) {
                    tree.kill(program.killGrace());
                }
            }
        }
    }

    private @Nullable Object converse(TaskContext task, ProcessTree tree) throws InterruptedException {
        Process process = tree.root();
        var input =
                runAsync(() -> feed(process.getOutputStream(), task.payload().orElse(new byte[0])), threads);
        var output = supplyAsync(() -> Output.read(process.getInputStream(), program.maxOutputBytes()), threads);
        var words = supplyAsync(() -> errors.follow(process.getErrorStream(), task::id), threads);
        get(CompletableFuture.anyOf(process.onExit(), output)); // too much output comes before an end
        if (output.isDone() && output.join().tooLong()) {
            throw Fault.COMMAND_FLOODS.because(program, task.id(), program.maxOutputBytes());
        }
        int code = process.waitFor();
        awaitPipes(task, tree, CompletableFuture.allOf(input, output, words));
        Output said = output.join();
        if (said.tooLong()) {
            throw Fault.COMMAND_FLOODS.because(program, task.id(), program.maxOutputBytes());
        }
        return outcome(task, code, said, words.join());
    }

    private @Nullable Object outcome(TaskContext task, int code, Output said, String words) {
        return switch (code) {
            case 0 -> said.result();
            case Exits.BAD_DATA -> throw new TaskRejected("Command '" + program + "' ended with exit code 65." + words);
            default -> throw Fault.COMMAND_FAILED.because(program, task.id(), Exits.describe(code), words);
        };
    }

    private static void feed(OutputStream stream, byte[] payload) {
        try (stream) {
            stream.write(payload);
        } catch (IOException unwanted) {
            // it did not read all of its input, which is its own affair: the exit code tells
        }
    }

    /** What a program forked may hold its pipes for ever: it is ended, and what was read by then counts. */
    private void awaitPipes(TaskContext task, ProcessTree tree, CompletableFuture<?> pipes)
            throws InterruptedException {
        if (isDoneSoon(pipes)) {
            return;
        }
        LOG.warnf(
                "Command '%s' ended task %s and left processes behind that hold its pipes; they are killed.",
                program, task.id());
        tree.killLeft();
        if (!isDoneSoon(pipes)) {
            throw Fault.COMMAND_FAILED.because(
                    program,
                    task.id(),
                    "its pipes held open by something that it left behind and that was not found",
                    "");
        }
    }

    private static boolean isDoneSoon(CompletableFuture<?> pipes) throws InterruptedException {
        try {
            pipes.get(LINGER.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException open) {
            return false;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    private static void get(CompletableFuture<?> first) throws InterruptedException {
        try {
            first.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty(); // it is to end; the attempts tell how
    }

    @Override
    public void close() {
        // nothing outlives its attempt
    }
}
