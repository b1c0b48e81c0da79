package io.trireme.bench;

import io.trireme.dev.EmbeddedBroker;

/** The broker of a benchmark, in its own JVM: prints its address and stays until it is ended. */
final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logging.warningsOnly();
        var broker = EmbeddedBroker.start();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println(broker.bootstrapServers());
        Thread.currentThread().join();
    }
}
