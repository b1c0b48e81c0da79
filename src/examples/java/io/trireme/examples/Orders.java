package io.trireme.examples;

import io.trireme.Handles;
import io.trireme.Retries;
import io.trireme.TaskContext;
import io.trireme.TaskRejected;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * A handler that fails now and then: what it throws is tried again, sooner than its queue's settings say; what it cannot
 * read, or rejects, is a dead letter at once.
 *
 * <pre>{@code
 * trireme publish orders '{"item":"oar","count":170,"storms":2}'      # fails twice, then it is done
 * trireme publish orders '{"item":"oar","count":"many"}'              # cannot be read
 * trireme dead list orders
 * }</pre>
 */
@ApplicationScoped
class Orders {
    static final String QUEUE = "orders";

    /**
     * What somebody wants.
     *
     * @param storms how many attempts to ship it fail
     */
    record Order(String item, int count, int storms) {}

    /** What was shipped, for which task, and on which attempt. */
    record Shipment(String task, String item, int count, int attempt) {}

    /** A failure that is to be expected: the log says it in a line, without a stack. */
    private static final class Storm extends Exception {
        private static final long serialVersionUID = 1;

        private Storm(int attempt, int storms) {
            super("storm " + attempt + " of " + storms, null, false, false);
        }
    }

    @Handles(QUEUE)
    @Retries(maxAttempts = 4, delay = "100ms", jitter = 0)
    Shipment ship(Order order, TaskContext task) throws Storm {
        if (order.count() < 1) {
            throw new TaskRejected("an order is of one piece or more, not of " + order.count());
        }
        if (task.attempt() <= order.storms()) {
            throw new Storm(task.attempt(), order.storms());
        }
        return new Shipment(task.id(), order.item(), order.count(), task.attempt());
    }
}
