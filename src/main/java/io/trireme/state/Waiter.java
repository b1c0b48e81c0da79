package io.trireme.state;

/**
 * A call that waits in a line.
 *
 * @param session of the call
 * @param number of the call
 * @param replyTo the partition of its answer
 * @param holder what the command said
 * @param amount what the command said; of a call that waits for a condition, how often it held the lock
 * @param value what the command said
 * @param then how the call ends when it gets what it waits for
 * @param since when it came, in milliseconds
 */
record Waiter(
        String session, long number, int replyTo, String holder, long amount, String value, Outcome then, long since) {
    static Waiter of(Command command, long millis) {
        return new Waiter(
                command.session(),
                command.number(),
                command.replyTo(),
                command.holder(),
                command.amount(),
                command.value(),
                Outcome.DONE,
                millis);
    }

    Waiter counting(long times) {
        return new Waiter(session, number, replyTo, holder, times, value, then, since);
    }

    Waiter endingAs(Outcome outcome) {
        return new Waiter(session, number, replyTo, holder, amount, value, outcome, since);
    }
}
