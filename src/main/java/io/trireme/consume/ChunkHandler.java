package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.Snooze;
import io.trireme.TaskContext;
import io.trireme.TaskError;
import io.trireme.TaskRejected;
import io.trireme.TriremeException;
import io.trireme.result.CallResults;
import io.trireme.result.CallResults.Failure;
import io.trireme.result.CarriedResult;
import io.trireme.retry.RetryPolicy;
import io.trireme.wire.Headers;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PayloadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes several calls of a handler that are one task: its payload is an array of theirs, its result says what came of each.
 *
 * <p>A call that throws fails by itself, and what is to follow, another attempt as a task of its own or none, is told to who asks for
 * the results. Where the task says within what time calls are to be begun, those that are left then are told to be so: they are made
 * elsewhere, beside each other, in place of waiting here for one slow call and then another. Else only an interrupt ends the calls that
 * are left, also when one of them swallows it: it is meant for the task. A drain lets them go on while its grace lasts.
 *
 * <p>Immutable; called by several threads at once.
 */
final class ChunkHandler {
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,9}");

    private final Handler handler;
    private final RetryPolicy retries;
    private final DoubleSupplier random;
    private final LongSupplier nanoTime;

    /**
     * @param retries of the handler's tasks
     * @param random gives numbers from 0 to 1, to any thread
     */
    ChunkHandler(Handler handler, RetryPolicy retries, DoubleSupplier random, LongSupplier nanoTime) {
        this.handler = handler;
        this.retries = retries;
        this.random = random;
        this.nanoTime = nanoTime;
    }

    CallResults<Object> handle(TaskContext task) throws Exception {
        List<byte[]> payloads = payloads(task);
        var values = new ArrayList<@Nullable Object>(payloads.size());
        var failures = new HashMap<Integer, Failure>();
        Optional<Duration> within = within(task);
        long most = within.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        long begun = nanoTime.getAsLong();
        long took = 0;
        for (int place = 0; place < payloads.size() && (place == 0 || took < most); place++) {
            if (Thread.interrupted() || task instanceof AttemptContext attempt && attempt.isInterrupted()) {
                throw new InterruptedException("the task of the calls is to stop");
            }
            var call = new CallContext(task, handler.type(), payloads.get(place), place);
            Object value = null;
            try {
                value = handler.handle(call);
            } catch (InterruptedException stop) {
                throw stop;
            } catch (Throwable thrown) { // a handler may throw anything; the calls behind this one are to be made
                failures.put(place, failure(thrown));
            }
            Failure none = value == null ? null : instead(value);
            if (none != null) {
                failures.put(place, none);
                value = null;
            }
            values.add(value);
            took = within.isPresent() ? Math.max(1, nanoTime.getAsLong() - begun) : took;
        }
        return new CallResults<>(values, failures, payloads.size() - values.size(), took);
    }

    /** For how long calls are to be begun, if somebody said so; what is no number of milliseconds says nothing. */
    private static Optional<Duration> within(TaskContext task) {
        return task.header(Headers.CALLS_WITHIN)
                .filter(text -> MILLIS.matcher(text).matches())
                .map(text -> Duration.ofMillis(Integer.parseInt(text)));
    }

    /** As what a call counts that returned something which is no result. */
    private @Nullable Failure instead(Object value) {
        return switch (value) {
            case Snooze snooze -> failure(snooze);
            case CarriedResult.Unwritable(TaskError why) -> Failure.forGood(why);
            default -> null;
        };
    }

    private static List<byte[]> payloads(TaskContext task) {
        byte[] array = task.payload().orElseThrow(() -> Fault.NO_PAYLOAD.because(task.id(), "calls"));
        try {
            return PayloadCodec.elements(array);
        } catch (PayloadException unreadable) {
            throw Fault.UNDECODABLE.causedBy(unreadable, task.id(), "an array of payloads", unreadable.getMessage());
        }
    }

    private Failure failure(Throwable thrown) {
        return switch (thrown) {
            case Snooze snooze -> again(1, snooze.pause(), snooze); // which does not use up an attempt
            case TaskRejected rejected -> Failure.forGood(TaskError.of(Fault.REJECTED, rejected));
            case TriremeException fault
            when isOfThePayload(fault.fault()) -> Failure.forGood(TaskError.of(fault.fault(), fault));
            default ->
                retries.aborts(thrown)
                        ? Failure.forGood(TaskError.of(Fault.ABORTED, thrown))
                        : retries.maxAttempts() == 1
                                ? Failure.forGood(TaskError.of(Fault.ATTEMPTS_EXHAUSTED, thrown))
                                : again(2, retries.pause(1, random), thrown);
        };
    }

    private static Failure again(int attempt, Duration pause, Throwable thrown) {
        return Failure.again(attempt, pause, TaskError.of(Fault.ATTEMPT_FAILED, thrown));
    }

    private static boolean isOfThePayload(Fault fault) {
        return switch (fault) {
            case NO_PAYLOAD, UNDECODABLE -> true;
            default -> false;
        };
    }

    /** The handlers of a queue as makers of several calls, by the type of those tasks. */
    static Map<String, ChunkHandler> of(
            String queue,
            Map<String, Handler> handlers,
            Map<String, RetryPolicy> retries,
            DoubleSupplier random,
            LongSupplier nanoTime) {
        var chunks = new HashMap<String, ChunkHandler>();
        handlers.forEach((type, handler) -> {
            var chunk = new ChunkHandler(
                    handler, Optional.ofNullable(retries.get(type)).orElseThrow(), random, nanoTime);
            chunks.put(CallResults.type(type), chunk);
            if (handlers.size() == 1) {
                chunks.put(CallResults.type(queue), chunk); // as the queue's own name does for its only handler
            }
        });
        chunks.keySet().removeAll(handlers.keySet());
        return Map.copyOf(chunks);
    }
}
