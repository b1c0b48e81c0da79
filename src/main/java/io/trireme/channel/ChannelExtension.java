package io.trireme.channel;

import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Makes beans of the classes that need reactive messaging, where it is on the class path of the application that is built. They have no
 * scope of their own, so that the container passes them over elsewhere and none of them is ever loaded.
 */
public final class ChannelExtension implements BuildCompatibleExtension {
    private static final String NEEDED = "io.smallrye.reactive.messaging.connector.InboundConnector";

    /** By name: to mention the classes would load them. */
    private static final Set<String> CLASSES =
            Set.of("io.trireme.channel.TriremeConnector", "io.trireme.channel.PayloadConverter");

    private final boolean present = isPresent();

    private static boolean isPresent() {
        try {
            Class.forName(NEEDED, false, Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** Gives them a scope. */
    @Enhancement(types = Object.class, withSubtypes = true)
    public void giveScope(ClassConfig type) {
        if (present && CLASSES.contains(type.info().name())) {
            type.addAnnotation(Singleton.class);
        }
    }
}
