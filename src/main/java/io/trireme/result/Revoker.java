package io.trireme.result;

/** Who orders that a task is not to run; a bean, since {@code control} uses more than results may. Any thread. */
@FunctionalInterface
public interface Revoker {
    /** A process that only publishes: it has nobody to ask. */
    Revoker NONE = task -> {
        throw new IllegalStateException(
                "This process cannot revoke task " + task + ". Use 'trireme revoke " + task + "'.");
    };

    /** Orders it; returns when the brokers have the order. */
    void revoke(String task);
}
