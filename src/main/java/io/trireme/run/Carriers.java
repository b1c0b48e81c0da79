package io.trireme.run;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;

/**
 * The threads that carry virtual ones, as far as the JDK tells of them.
 *
 * <p>{@code jdk.management.VirtualThreadSchedulerMXBean} does from JDK 24 on; asked by name, since this is compiled for 21.
 */
final class Carriers {
    private static final MethodHandle QUEUED = queued();

    private Carriers() {}

    /** About how many virtual threads of this process stand in line for a carrier; 0 where nobody knows. Any thread. */
    static long inLine() {
        try {
            return (long) QUEUED.invokeExact();
        } catch (Throwable broken) { // the bean's method declares nothing
            throw new IllegalStateException(
                    "the JDK does not tell how many virtual threads wait for a carrier", broken);
        }
    }

    private static MethodHandle queued() {
        try {
            var type = Class.forName("jdk.management.VirtualThreadSchedulerMXBean")
                    .asSubclass(PlatformManagedObject.class);
            return MethodHandles.publicLookup()
                    .findVirtual(type, "getQueuedVirtualThreadCount", MethodType.methodType(long.class))
                    .bindTo(ManagementFactory.getPlatformMXBean(type));
        } catch (ReflectiveOperationException older) {
            return MethodHandles.constant(long.class, 0L);
        }
    }
}
