package io.trireme.testing;

import io.trireme.dev.EmbeddedBroker;

/**
 * The one broker of a test run: started by the first test that asks, stopped when the JVM ends.
 *
 * <p>Plain tests ask {@link #bootstrapServers()}; a {@code @QuarkusTest} is given {@link BrokerResource}. Both get the same
 * broker, although Quarkus loads this class a second time, in a class loader that it closes between two applications: that
 * copy asks the one of the system class loader, which alone has a broker.
 */
public final class SharedBroker {
    private static EmbeddedBroker broker; // null until somebody asks; guarded by the class

    private SharedBroker() {}

    /** The value of {@code kafka.bootstrap.servers}; starts the broker if nobody did before. */
    public static synchronized String bootstrapServers() {
        ClassLoader system = ClassLoader.getSystemClassLoader();
        if (SharedBroker.class.getClassLoader() != system) {
            return bootstrapServersOf(system);
        }
        if (broker == null) {
            broker = EmbeddedBroker.start();
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "shared-broker-close"));
        }
        return broker.bootstrapServers();
    }

    private static String bootstrapServersOf(ClassLoader loader) {
        try {
            return (String) Class.forName(SharedBroker.class.getName(), true, loader)
                    .getMethod("bootstrapServers")
                    .invoke(null);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("The shared broker cannot be had from " + loader, failure);
        }
    }
}
