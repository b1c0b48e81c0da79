package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.Interceptor;
import io.trireme.Outcome;
import io.trireme.Snooze;
import io.trireme.TaskContext;
import io.trireme.TaskHandler;
import io.trireme.TaskRejected;
import io.trireme.TriremeException;
import io.trireme.result.CallResults;
import io.trireme.retry.RetryPolicy;
import io.trireme.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * From a record to an {@link Outcome}: picks the handler, goes through the interceptors, decodes, calls. No I/O.
 *
 * <p>One for each queue; its methods run on the runner's threads. Whatever is thrown becomes an outcome here and nowhere
 * else.
 */
final class Pipeline {
    private final String queue;
    private final Map<String, Handler> handlers;
    private final @Nullable Handler only;
    private final @Nullable Handler others; // takes what none of them takes
    private final byte[] onlyType;
    private final byte[] queueType;
    private final Map<String, RetryPolicy> retries; // by task type
    private final Map<String, ChunkHandler> chunks; // by the type of such tasks
    private final RetryPolicy queueRetries;
    private final @Nullable TimeLimit limit;
    private final Withdrawals withdrawals;
    private final InstantSource clock;
    private final TaskHandler chain;
    private final Settlement settlement;
    private final Counters counters;

    /**
     * @param retries what holds for handlers that do not say otherwise
     * @param limit how long an attempt may run, if not for ever
     * @param withdrawals which tasks are not to run
     * @throws IllegalArgumentException when what a handler says of its retries is out of range
     */
    Pipeline(
            String queue,
            Map<String, Handler> handlers,
            List<Interceptor> interceptors,
            RetryPolicy retries,
            @Nullable TimeLimit limit,
            Withdrawals withdrawals,
            Settlement settlement,
            Counters counters,
            InstantSource clock) {
        this.queue = queue;
        this.handlers = Map.copyOf(handlers);
        this.only = handlers.size() == 1 ? handlers.values().iterator().next() : null;
        this.others = handlers.values().stream()
                .filter(Handler::takesOthers)
                .findFirst()
                .orElse(null);
        this.onlyType = bytes(only == null ? queue : only.type());
        this.queueType = bytes(queue);
        this.chain = Interceptor.chain(interceptors, this::handle);
        this.queueRetries = retries;
        this.retries = handlers.values().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Handler::type, handler -> handler.retries().on(retries)));
        this.chunks = ChunkHandler.of(queue, this.handlers, this.retries, settlement.random(), System::nanoTime);
        this.limit = limit;
        this.withdrawals = withdrawals;
        this.clock = clock;
        this.settlement = settlement;
        this.counters = counters;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Settlement settlement() {
        return settlement;
    }

    Withdrawals withdrawals() {
        return withdrawals;
    }

    Counters counters() {
        return counters;
    }

    /** How often and when this record's task is tried again. */
    RetryPolicy retries(ConsumerRecord<byte[], byte[]> record) {
        RetryPolicy policy = retries.get(type(AttemptContext.header(record, Headers.TYPE)));
        return policy == null ? queueRetries : policy;
    }

    /** Makes one attempt. Throws nothing. */
    Outcome attempt(Attempt attempt) {
        ConsumerRecord<byte[], byte[]> record = attempt.record();
        byte[] type = null;
        byte[] expires = null;
        byte[] number = null;
        for (Header header : record.headers()) { // one pass for all: every task goes through here
            String name = header.key();
            if (name.equals(Headers.TYPE)) {
                type = header.value();
            } else if (name.startsWith(Headers.OWN_PREFIX)) {
                switch (name) {
                    case Headers.EXPIRES -> expires = header.value();
                    case Headers.ATTEMPT -> number = header.value();
                    case Headers.REPLY_TO, Headers.LINK, Headers.LINK_ERROR -> attempt.askedFor();
                    default -> {} // nothing that an attempt goes by
                }
            }
        }
        Outcome wrong = number == null ? null : cameBack(attempt, number); // which says how many attempts were made
        Withdrawals.InForce seen = withdrawals.inForce();
        if (seen != null && seen.cover(record)) {
            return new Outcome.Cancelled();
        }
        if (wrong != null) {
            return wrong;
        }
        if (expires != null) {
            Outcome over = over(record, expires);
            if (over != null) {
                return over;
            }
        }
        attempt.reachesHandler();
        counters.started().increment();
        ProgressReport report = settlement.telling().started(attempt);
        var context = new AttemptContext(record, type(type), attempt.number(), attempt.epoch(), attempt, report);
        Outcome outcome = run(context, attempt);
        outcome = limit == null ? outcome : limit.outcome(attempt, outcome);
        if (!(outcome instanceof Outcome.Done) && calls(context) != null) {
            outcome = takenApart(outcome);
        }
        return withdrawals.revokedSince(seen, record) ? cancelled(outcome) : outcome;
    }

    /**
     * What becomes of a task that was several calls and failed as one, since it took too long, say: it ends here, and who waits
     * for the calls has each made by itself. So the good ones are not tried again for the sake of a bad one, nor buried with it.
     */
    private static Outcome takenApart(Outcome outcome) {
        return outcome instanceof Outcome.Retry || outcome instanceof Outcome.Dead
                ? Outcome.Done.with(CallResults.none())
                : outcome;
    }

    /**
     * What a task that was revoked while it ran has come to, whatever its handler returned: many a library swallows the
     * interrupt and comes back with half of the work. An attempt that no longer counts stays one.
     */
    private static Outcome cancelled(Outcome outcome) {
        return outcome instanceof Outcome.Abandoned ? outcome : new Outcome.Cancelled();
    }

    /** Lets the attempt go on counting where the process stopped that the task left; else says what is wrong. */
    private static @Nullable Outcome cameBack(Attempt attempt, byte[] number) {
        String text = new String(number, StandardCharsets.UTF_8);
        try {
            int next = Integer.parseInt(text);
            if (next >= 1 && next <= RetryPolicy.MOST_ATTEMPTS) {
                attempt.cameBackAfter(next - 1);
                return null;
            }
        } catch (NumberFormatException unreadable) {
            // the sentence below says what to do
        }
        return new Outcome.Dead(
                Fault.HEADER_MALFORMED,
                Fault.HEADER_MALFORMED.because(Headers.ATTEMPT, AttemptContext.id(attempt.record()), text, "2"));
    }

    private @Nullable Outcome over(ConsumerRecord<byte[], byte[]> record, byte[] expires) {
        String text = new String(expires, StandardCharsets.UTF_8);
        try {
            Instant at = Instant.parse(text);
            return clock.instant().isBefore(at) ? null : new Outcome.Expired(at);
        } catch (DateTimeException unreadable) {
            return new Outcome.Dead(
                    Fault.HEADER_MALFORMED,
                    Fault.HEADER_MALFORMED.causedBy(
                            unreadable, Headers.EXPIRES, AttemptContext.id(record), text, "2030-01-31T12:00:00Z"));
        }
    }

    private Outcome run(AttemptContext context, Attempt attempt) {
        try {
            return checked(chain.handle(context), attempt);
        } catch (TaskRejected rejected) {
            return new Outcome.Dead(Fault.REJECTED, rejected);
        } catch (Snooze snooze) {
            return new Outcome.Snoozed(snooze.pause());
        } catch (TriremeException fault) {
            return switch (fault.fault()) {
                case NO_PAYLOAD, UNDECODABLE, NO_HANDLER, CHILD_PAYLOAD_TOO_LARGE ->
                    new Outcome.Dead(fault.fault(), fault);
                default -> new Outcome.Retry(fault);
            };
        } catch (Throwable failure) { // a handler may throw anything; the lane must survive
            // Who gives the partition up interrupts an attempt, and says so in the epoch first.
            return attempt.epoch().isEnded() ? new Outcome.Abandoned() : new Outcome.Retry(failure);
        }
    }

    /** An interceptor may answer anything; what cannot be settled would hold the lane and the offset for ever. */
    @SuppressWarnings("NullAway") // an interceptor of the user's may well return null
    private static Outcome checked(Outcome outcome, Attempt attempt) {
        if (outcome == null
                || outcome instanceof Outcome.Abandoned && attempt.epoch().isOpen()) {
            return new Outcome.Retry(new IllegalStateException(
                    "an interceptor answered " + outcome + ", which is no outcome of an attempt that counts"));
        }
        return outcome;
    }

    /** The innermost link of the chain. */
    private Outcome handle(TaskContext task) throws Exception {
        Handler handler = only != null && task.type().equals(only.type()) ? only : handlers.get(task.type());
        if (handler == null) {
            ChunkHandler chunk = calls(task); // before who takes all that is left
            if (chunk != null) {
                return Outcome.Done.with(chunk.handle(task));
            }
            handler = others;
        }
        if (handler == null) {
            throw Fault.NO_HANDLER.because(queue, task.type(), handlers.keySet());
        }
        Object result = handler.handle(task);
        return result instanceof Snooze snooze ? new Outcome.Snoozed(snooze.pause()) : Outcome.Done.with(result);
    }

    /** Who makes the calls of a task that is several; null for any other, and where nobody waits to be told what came of each. */
    private @Nullable ChunkHandler calls(TaskContext task) {
        ChunkHandler chunk = chunks.get(task.type());
        return chunk != null && task.header(Headers.REPLY_TO).isPresent() ? chunk : null;
    }

    /** The type of this record's task. */
    String type(ConsumerRecord<byte[], byte[]> record) {
        return type(AttemptContext.header(record, Headers.TYPE));
    }

    /**
     * The task's type. Without one, or with the queue's own name for one, it goes to the queue's only handler. Compares
     * bytes first, since nearly every record has the one type that this queue handles.
     */
    private String type(byte @Nullable [] type) {
        if (only != null && (type == null || Arrays.equals(type, onlyType) || Arrays.equals(type, queueType))) {
            return only.type();
        }
        return type == null ? queue : new String(type, StandardCharsets.UTF_8);
    }
}
