package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.Interceptor;
import io.trireme.Outcome;
import io.trireme.TaskContext;
import io.trireme.TaskHandler;
import io.trireme.TaskRejected;
import io.trireme.TriremeException;
import io.trireme.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
    private final byte[] onlyType;
    private final byte[] queueType;
    private final TaskHandler chain;
    private final Settlement settlement;
    private final Room room;
    private final Counters counters;

    Pipeline(
            String queue,
            Map<String, Handler> handlers,
            List<Interceptor> interceptors,
            Settlement settlement,
            Room room,
            Counters counters) {
        this.queue = queue;
        this.handlers = Map.copyOf(handlers);
        this.only = handlers.size() == 1 ? handlers.values().iterator().next() : null;
        this.onlyType = bytes(only == null ? queue : only.type());
        this.queueType = bytes(queue);
        this.chain = Interceptor.chain(interceptors, this::handle);
        this.settlement = settlement;
        this.room = room;
        this.counters = counters;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Settlement settlement() {
        return settlement;
    }

    Room room() {
        return room;
    }

    Counters counters() {
        return counters;
    }

    /** Makes one attempt. Throws nothing. */
    Outcome attempt(Attempt attempt) {
        counters.started().increment();
        var context = new AttemptContext(attempt.record(), type(attempt.record()), attempt.number(), attempt.epoch());
        try {
            return checked(chain.handle(context), attempt);
        } catch (TaskRejected rejected) {
            return new Outcome.Dead(Fault.REJECTED, rejected);
        } catch (TriremeException fault) {
            return switch (fault.fault()) {
                case NO_PAYLOAD, UNDECODABLE, NO_HANDLER -> new Outcome.Dead(fault.fault(), fault);
                default -> new Outcome.Retry(fault);
            };
        } catch (Throwable failure) { // a handler may throw anything; the lane must survive
            // Only who gives the partition up interrupts an attempt, and it says so in the epoch first.
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
            throw Fault.NO_HANDLER.because(queue, task.type(), handlers.keySet());
        }
        return Outcome.Done.with(handler.handle(task));
    }

    /**
     * The task's type. Without one, or with the queue's own name for one, it goes to the queue's only handler. Compares
     * bytes first, since nearly every record has the one type that this queue handles.
     */
    private String type(ConsumerRecord<byte[], byte[]> record) {
        byte[] type = AttemptContext.header(record, Headers.TYPE);
        if (only != null && (type == null || Arrays.equals(type, onlyType) || Arrays.equals(type, queueType))) {
            return only.type();
        }
        return type == null ? queue : new String(type, StandardCharsets.UTF_8);
    }
}
