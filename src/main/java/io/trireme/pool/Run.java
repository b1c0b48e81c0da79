package io.trireme.pool;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is cancelled together, where that is told to other processes: the calls of one map, or of one stream. The single calls
 * of a pool share one.
 */
final class Run {
    private final String group;
    private final boolean shared;
    private final AtomicBoolean revoked = new AtomicBoolean();

    /** @param shared whether its jobs are also cancelled one by one */
    Run(String group, boolean shared) {
        this.group = group;
        this.shared = shared;
    }

    /** The name that its tasks carry. */
    String group() {
        return group;
    }

    boolean isShared() {
        return shared;
    }

    /** True once, for whoever is to revoke it. */
    boolean revoke() {
        return revoked.compareAndSet(false, true);
    }
}
