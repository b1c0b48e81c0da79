package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.Fault;
import io.trireme.TaskError;
import io.trireme.TaskState;
import io.trireme.wire.Deliveries;
import io.trireme.wire.Headers;
import io.trireme.wire.PayloadException;
import io.trireme.wire.Topics;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;

/**
 * A task that follows from another one, on its way. One whose payload is larger than its queue takes goes to the parent's
 * {@code trireme-link-error} instead, to tell of that. Used by one thread after the other.
 */
final class LinkedTask implements Deliveries.Awaited {
    private static final Logger LOG = Logger.getLogger(LinkedTask.class);

    private final ConsumerRecord<byte[], byte[]> parent;
    private final Deliveries.Waiter waiter;
    private final Links links;
    private TaskResult result;
    private Link link;

    LinkedTask(
            ConsumerRecord<byte[], byte[]> parent,
            TaskResult result,
            Link link,
            Deliveries.Waiter waiter,
            Links links) {
        this.parent = parent;
        this.result = result;
        this.link = link;
        this.waiter = waiter;
        this.links = links;
    }

    @Override
    public ProducerRecord<byte[], byte[]> record() {
        boolean succeeded = result.state() == TaskState.SUCCEEDED;
        ResultValue payload = result.value().orElseGet(this::whatWentWrong);
        var headers = new RecordHeaders();
        add(headers, Headers.SPEC_VERSION, "1.0");
        add(headers, Headers.ID, result.id() + (succeeded ? ".link" : ".link-error"));
        add(headers, Headers.TYPE, link.type());
        add(headers, Headers.SOURCE, "/" + result.queue());
        add(headers, Headers.TIME, links.clock().instant().toString());
        add(headers, Headers.CONTENT_TYPE, payload.contentType());
        add(headers, Headers.PARENT, result.id());
        Header trace = parent.headers().lastHeader(Headers.TRACEPARENT);
        if (trace != null) {
            headers.add(trace);
        }
        return new ProducerRecord<>(topic(), null, parent.key(), payload.bytes(), headers);
    }

    private ResultValue whatWentWrong() {
        try {
            return new ResultValue(links.codec().encode(Ended.of(result)), ResultValue.JSON, "");
        } catch (PayloadException impossible) {
            throw new IllegalStateException(impossible); // texts and a number
        }
    }

    /** The payload of a task that follows from one that did not succeed. */
    record Ended(
            String id,
            String queue,
            String state,
            int attempts,
            String reason,
            String exception,
            String message,
            String stack) {
        static Ended of(TaskResult result) {
            TaskError error = result.error().orElseThrow();
            return new Ended(
                    result.id(),
                    result.queue(),
                    TaskView.state(result),
                    result.attempts(),
                    error.reason().name(),
                    error.exception(),
                    error.message(),
                    error.stack().orElse(""));
        }
    }

    @Override
    public Deliveries.TooLarge tooLarge() {
        Optional<TaskError> error = result.error();
        if (error.isPresent()) {
            if (error.get().stack().isEmpty()) {
                return Deliveries.TooLarge.HELD;
            }
            result = result.ended(result.state(), error.get().withoutStack());
            return Deliveries.TooLarge.MADE_SMALLER;
        }
        var why = Fault.LINK_TOO_LARGE.because(result.id(), link.queue());
        LOG.warn(why.getMessage());
        Optional<Link> otherwise = links.of(parent, TaskState.FAILED);
        if (otherwise.isEmpty()) {
            waiter.delivered(); // nothing is to be written any more
            return Deliveries.TooLarge.GONE_ANOTHER_WAY;
        }
        result = result.ended(TaskState.FAILED, TaskError.of(why.fault(), why));
        link = otherwise.get();
        return Deliveries.TooLarge.MADE_SMALLER;
    }

    @Override
    public String topic() {
        return Topics.tasks(link.queue());
    }

    @Override
    public ConsumerRecord<byte[], byte[]> task() {
        return parent;
    }

    @Override
    public String what() {
        return "the task that follows from " + result.id() + ", for queue " + link.queue() + ",";
    }

    @Override
    public Deliveries.Waiter waiter() {
        return waiter;
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
