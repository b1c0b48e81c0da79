package io.trireme.state;

/**
 * What commands do to an object of one kind. It keeps nothing between two commands: all that it knows lies at the
 * {@link Desk}, so that the same commands come to the same state and the same replies, whoever carries them out.
 */
interface Machine {
    /** Carries out a command of a living session, and answers it, or lets it wait. */
    void apply(Desk desk, Command command);

    /** A call is to wait no longer. {@code how} is {@link Outcome#WITHDRAWN}, or {@link Outcome#LEASE_LOST} of a dead session. */
    void leave(Desk desk, Place place, Waiter waiter, Outcome how);

    /** A session that held something of it has ended; none of its calls waits any more. */
    default void lose(Desk desk, String session) {}

    /** An operator takes it from who holds it with this token; returns whether anybody did. */
    default boolean force(Desk desk, long token) {
        return false;
    }

    /** What people see. */
    Summary summary(Desk desk);
}
