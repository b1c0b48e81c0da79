package io.trireme.publish;

import io.trireme.Fault;
import io.trireme.Receipt;
import io.trireme.Task;
import io.trireme.TriremeException;
import io.trireme.publish.BatchReport.LineError;
import io.trireme.publish.LineReader.Line;
import io.trireme.wire.PayloadCodec;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a stream of payloads, one a line (NDJSON), each as a task of its own.
 *
 * <p>A bad line costs that line only. Holds a bounded window of tasks whose receipts are out, so that a stream of any
 * length goes through; reading waits while the window is full. The first task is awaited by itself: when its queue does
 * not exist, or the brokers do not answer, that fails the batch and not each line after line.
 *
 * <p>Used by one thread, once.
 */
final class TaskBatch {
    /** Longest line on the command line, in bytes: the bound of a single task there too. */
    static final int LONGEST_LINE = 16 * 1024 * 1024;

    /** Most tasks whose receipts are out. */
    private static final int WINDOW = 2_000;

    /** Most bytes of them: half of what the publisher's buffer holds unless it is set smaller. */
    private static final int WINDOW_BYTES = 16 * 1024 * 1024;

    private final Submission submission;
    private final PayloadCodec codec;
    private final Function<Task, CompletableFuture<Receipt>> publisher;
    private final int longestLine;
    private final BatchTally tally;
    private final Semaphore tasks = new Semaphore(WINDOW);
    private final Semaphore bytes = new Semaphore(WINDOW_BYTES);
    private boolean proven;
    private boolean tooLarge;

    /**
     * @param publisher publishes a task
     * @param longestLine most bytes of a line
     * @param mostErrors errors that the report lists; beyond it they are counted
     * @param onError is told each error as it comes, on any thread
     */
    TaskBatch(
            Submission submission,
            PayloadCodec codec,
            Function<Task, CompletableFuture<Receipt>> publisher,
            int longestLine,
            int mostErrors,
            Consumer<LineError> onError) {
        this.submission = submission;
        this.codec = codec;
        this.publisher = publisher;
        this.longestLine = longestLine;
        this.tally = new BatchTally(mostErrors, onError);
    }

    /**
     * Publishes every line and waits for the last receipt.
     *
     * @throws TriremeException when the first task shows that none can be published
     */
    BatchReport publish(InputStream lines) throws IOException, InterruptedException {
        var reader = new LineReader(lines, longestLine);
        try {
            return publish(reader);
        } catch (BoundedBody.TooLarge beyond) {
            tooLarge = true;
            return finished(reader.number());
        }
    }

    /** Whether the stream went beyond its bound. */
    boolean wasTooLarge() {
        return tooLarge;
    }

    private BatchReport publish(LineReader reader) throws IOException, InterruptedException {
        for (Optional<Line> next = reader.next(); next.isPresent(); next = reader.next()) {
            Line line = next.get();
            if (tally.isHopeless()) {
                return finished(line.number());
            }
            switch (line) {
                case Line.Text text -> publish(text);
                case Line.TooLong tooLong ->
                    tally.rejected(
                            tooLong.number(),
                            "The line is longer than " + longestLine
                                    + " bytes. Store the data elsewhere and send its address.");
            }
        }
        return finished(0);
    }

    private BatchReport finished(long unreadFrom) throws InterruptedException {
        tasks.acquire(WINDOW); // every receipt that is out gives its place back
        return tally.report(unreadFrom);
    }

    private void publish(Line.Text line) throws InterruptedException {
        Task task;
        try {
            task = submission.task(line.bytes(), Optional.of(Submission.JSON), codec);
        } catch (TriremeException malformed) {
            tally.rejected(line.number(), message(malformed), malformed.fault());
            return;
        } catch (KeyMissing missing) {
            tally.rejected(line.number(), String.valueOf(missing.getMessage()));
            return;
        }
        int size = Math.min(line.bytes().length, WINDOW_BYTES);
        tasks.acquire();
        bytes.acquire(size);
        var answer = publisher.apply(task).whenComplete((receipt, failure) -> {
            answered(line.number(), failure);
            bytes.release(size);
            tasks.release();
        });
        if (!proven) {
            prove(answer);
        }
    }

    private void prove(CompletableFuture<Receipt> first) throws InterruptedException {
        try {
            first.get();
            proven = true;
        } catch (ExecutionException failed) {
            if (cause(failed) instanceof TriremeException fault) {
                switch (fault.fault()) {
                    case PAYLOAD_TOO_LARGE, UNENCODABLE -> proven = true; // it is this task's own
                    default -> throw fault;
                }
            }
        }
    }

    private void answered(long line, @Nullable Throwable failure) {
        if (failure == null) {
            tally.accepted();
        } else if (cause(failure) instanceof TriremeException fault) {
            tally.rejected(line, message(fault), fault.fault());
        } else {
            tally.rejected(line, String.valueOf(failure), Fault.NOT_PUBLISHED);
        }
    }

    private static Throwable cause(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapped && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static String message(TriremeException fault) {
        return String.valueOf(fault.getMessage()).replace("(line 1, column", "(column"); // a line is a document
    }
}
