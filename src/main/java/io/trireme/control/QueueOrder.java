package io.trireme.control;

import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** An order about one queue, given by a command. Used by one thread, once. */
final class QueueOrder {
    @Mixin
    private final OrderOptions options = new OrderOptions();

    @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue.")
    private String queue = "";

    /** Gives the order; returns the queue that it is about. */
    String give(BiConsumer<Control, String> order) {
        return options.give(control -> {
            order.accept(control, queue);
            return queue;
        });
    }
}
