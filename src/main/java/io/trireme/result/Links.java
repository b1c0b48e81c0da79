package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.TaskState;
import io.trireme.wire.Deliveries;
import io.trireme.wire.Headers;
import io.trireme.wire.LogBudget;
import io.trireme.wire.PayloadCodec;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * Publishes the tasks that follow from others: to the queue in a task's {@code trireme-link} when it has succeeded, to that in
 * {@code trireme-link-error} when it ended otherwise.
 *
 * <p>A linked task has no links of its own, so there are no loops; its id follows from its parent's, so that a second copy, left
 * by a crash, has the same.
 *
 * <p>Threading: called by the runners' threads.
 */
public final class Links {
    private static final Logger LOG = Logger.getLogger(Links.class);

    private final Deliveries deliveries;
    private final PayloadCodec codec;
    private final InstantSource clock;
    private final HeldValues held = new HeldValues(HeldValues.MOST);
    private final LogBudget budget = new LogBudget(System::nanoTime);

    /** @param deliveries writes them; left open */
    public Links(Deliveries deliveries, PayloadCodec codec, InstantSource clock) {
        this.deliveries = deliveries;
        this.codec = codec;
        this.clock = clock;
    }

    /** Where the task goes that follows from this one, if it ends like that. */
    public Optional<Link> of(ConsumerRecord<byte[], byte[]> task, TaskState how) {
        String name = how == TaskState.SUCCEEDED ? Headers.LINK : Headers.LINK_ERROR;
        Header header = task.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        Optional<Link> link = Link.of(new String(header.value(), UTF_8));
        if (link.isEmpty() && budget.allows()) {
            LOG.warnf(
                    "Header %s of offset %d of %s-%d names no queue, so nothing follows from that task%s",
                    name, task.offset(), task.topic(), task.partition(), budget.suppressed());
        }
        return link;
    }

    /**
     * Publishes it, and tells {@code waiter} when the brokers have it. Returns at once as a rule; one that carries a value waits
     * while too much of values is on its way.
     */
    public void publish(ConsumerRecord<byte[], byte[]> task, TaskResult result, Link link, Deliveries.Waiter waiter) {
        deliveries.deliver(new LinkedTask(task, result, link, held.hold(result, waiter), this));
    }

    PayloadCodec codec() {
        return codec;
    }

    InstantSource clock() {
        return clock;
    }
}
