package io.trireme.exec;

import io.trireme.process.ProcessTree;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One process that works on one task after another, a line in each direction.
 *
 * <p>Pipes cannot be read or written with a bound on time, so threads of their own do it and put what happened into a
 * queue of two; the attempt's thread waits there. What a worker says beyond that stays in its pipe and then stops it.
 *
 * <p>Threading: one attempt's thread at a time, the hand-over going through {@link LineWorkers}.
 */
final class LineWorker {
    /** How long a worker that closed its output may take to end, and one that answered to have read its line. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final ProcessTree tree;
    private final Duration killGrace;
    private final ExecutorService threads;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(2);
    private final Future<?> reader;
    private final Future<?> errors;
    private volatile String task = "none"; // written by the attempt's thread, read by the one that follows the errors
    private volatile String lastWords = ""; // the other way round
    private int answered;

    /** What happened at the worker's pipes. */
    private sealed interface Event {
        record Line(byte[] bytes) implements Event {}

        record TooLong() implements Event {}

        record OutputClosed() implements Event {}

        record InputClosed() implements Event {}
    }

    /** A worker that cannot be used any more; the message is the part of a sentence that says why. */
    static final class Astray extends Exception {
        private static final long serialVersionUID = 1L;

        private Astray(String why) {
            super(why);
        }
    }

    /**
     * @param longest most bytes of a line that it answers
     * @param killGrace how long it may take to end when it is told to
     * @param threads runs three jobs, two of them for as long as the worker lives
     */
    LineWorker(ProcessTree tree, int longest, Duration killGrace, ErrorOutput errors, ExecutorService threads) {
        this.tree = tree;
        this.killGrace = killGrace;
        this.threads = threads;
        this.reader = threads.submit(() -> read(tree.root().getInputStream(), longest));
        this.errors = threads.submit(() -> {
            lastWords = errors.follow(tree.root().getErrorStream(), () -> task);
        });
    }

    /** How many tasks it has answered as the protocol wants it. */
    int answered() {
        return answered;
    }

    /** What it answered is an answer. */
    void countAnswer() {
        answered++;
    }

    /** Whether it may get another task: it lives and has said nothing that it was not asked for. */
    boolean isFit() {
        return tree.root().isAlive() && events.isEmpty();
    }

    /** The last line that it wrote on its standard error, as the end of a sentence. */
    String lastWords() {
        return lastWords;
    }

    /**
     * Sends a line and waits for the answer.
     *
     * @throws Astray when there is none, or something else
     */
    byte[] ask(String task, byte[] line) throws InterruptedException, Astray {
        this.task = task;
        Future<?> written = threads.submit(() -> write(line));
        byte[] answer =
                switch (events.take()) {
                    case Event.Line(byte[] bytes) -> bytes;
                    case Event.TooLong tooLong ->
                        throw new Astray("its answer was longer than exec.max-output-bytes allows");
                    case Event.OutputClosed closed -> throw new Astray(ending("output"));
                    case Event.InputClosed closed -> throw new Astray(ending("input"));
                };
        try {
            written.get(LINGER.toMillis(), TimeUnit.MILLISECONDS); // two lines must not be written at once
        } catch (ExecutionException | TimeoutException unread) {
            throw new Astray("it answered before it had read its line");
        }
        this.task = "none";
        return answer;
    }

    /** A process that ends closes both, and which of them is seen first is chance. */
    private String ending(String closed) throws InterruptedException {
        if (!tree.root().waitFor(LINGER.toMillis(), TimeUnit.MILLISECONDS)) {
            return "it closed its standard " + closed;
        }
        try {
            errors.get(LINGER.toMillis(), TimeUnit.MILLISECONDS); // its last words
        } catch (ExecutionException | TimeoutException held) {
            // something that it left behind holds the pipe
        }
        return "it ended with " + Exits.describe(tree.root().exitValue());
    }

    private void write(byte[] line) {
        try {
            OutputStream input = tree.root().getOutputStream();
            input.write(line);
            input.flush();
        } catch (IOException closed) {
            events.offer(new Event.InputClosed()); // no room: something else is the matter, and was said
        }
    }

    private void read(InputStream stream, int longest) {
        var line = new ByteArrayOutputStream();
        try (var output = new BufferedInputStream(stream)) {
            for (int next = output.read(); next >= 0; next = output.read()) {
                if (next == '\n') {
                    events.put(new Event.Line(line.toByteArray()));
                    line.reset();
                } else if (line.size() == longest) {
                    events.put(new Event.TooLong());
                    return;
                } else {
                    line.write(next);
                }
            }
            events.put(new Event.OutputClosed());
        } catch (IOException killed) {
            events.offer(new Event.OutputClosed());
        } catch (InterruptedException retired) {
            Thread.currentThread().interrupt(); // nobody listens any more
        }
    }

    /** Ends it: one that keeps to the protocol does so by itself when its input is closed. */
    void retire() {
        try {
            tree.root().getOutputStream().close();
        } catch (IOException closed) {
            // it closed it first
        }
        try {
            tree.root().waitFor(killGrace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    /** Ends it and all that it started. */
    void kill() {
        reader.cancel(true);
        tree.kill(killGrace);
        tree.close();
    }
}
