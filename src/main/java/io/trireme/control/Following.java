package io.trireme.control;

import io.trireme.consume.QueueOrders;
import io.trireme.consume.Revocations;

/** What follows the orders in this process: told of each change by the thread that reads them. */
interface Following {
    /** What is ordered of a queue has changed. */
    void ordered(String queue, QueueOrders orders);

    /** What is revoked, kept by the reader; {@link #revoked()} says that it has changed. */
    Revocations revocations();

    /** Something was revoked, or is no longer. */
    void revoked();

    /** Somebody asks; all that was ordered before is applied. */
    void asked(Order.Question question);
}
