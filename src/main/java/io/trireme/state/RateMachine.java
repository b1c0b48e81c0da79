package io.trireme.state;

import java.util.OptionalLong;

/**
 * A rate: a bucket of so many permits that fills up within a period. What is not there yet is given all the same, with the time
 * after which it may be used: so nobody waits in a line here, first come is first served, and no time has to come in but that of
 * the commands, as the brokers' clock has it. A clock that jumps ahead fills the bucket at most; one that jumps back leaves it as it is.
 *
 * <p>A full bucket is as if it were not there, so that another rate may be given to its name; before that, only after a reset.
 * Nobody tells when one has become full: so whoever makes one looks at two others, round and round, and there are never many
 * more than were not full at a time.
 */
final class RateMachine implements Machine {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** More than one: else they would be looked at as slowly as they are made. */
    private static final int LOOKS = 2;

    /**
     * @param permits in the full bucket
     * @param per milliseconds in which it fills up
     * @param seen when it was looked at last, in milliseconds
     * @param debt nanoseconds from then until it is full again
     */
    private record Head(long permits, long per, long seen, long debt) {
        /** At that time. */
        Head at(long millis) {
            long passed = Math.max(0, millis - seen) * NANOS_PER_MILLI;
            return new Head(permits, per, millis, Math.max(0, debt - passed));
        }

        /** Rounded up: the rate is a bound. */
        long each() {
            return Math.ceilDiv(per * NANOS_PER_MILLI, permits);
        }

        long full() {
            return permits * each();
        }

        boolean isFull() {
            return debt == 0;
        }

        /** How many may be used at once. */
        long there() {
            return Math.max(0, (full() - debt) / each());
        }

        Head less(long given) {
            return new Head(permits, per, seen, debt + given * each());
        }

        /** After how many milliseconds the last permit that was given may be used. */
        long pause() {
            return Math.ceilDiv(Math.max(0, debt - full()), NANOS_PER_MILLI);
        }
    }

    @Override
    public void apply(Desk desk, Command command) {
        OptionalLong period = number(command.field());
        long per = period.orElse(0);
        if (per < 1 || per > Limits.LONGEST_PERIOD || command.shape() < 1 || command.shape() > per * NANOS_PER_MILLI) {
            desk.answer(command, Outcome.UNKNOWN);
            return;
        }
        if (command.verb() == Verb.RESET) {
            forget(desk); // whatever rate it was made with
            desk.answer(command, Outcome.DONE);
            return;
        }
        Head now = desk.head(Head.class)
                .map(head -> head.at(desk.millis()))
                .filter(head -> !head.isFull())
                .orElseGet(() -> new Head(command.shape(), per, desk.millis(), 0));
        if (now.permits() != command.shape() || now.per() != per) {
            desk.answer(command, Outcome.OTHER_SHAPE, now.permits(), now.permits() + " in " + now.per() + " ms");
            return;
        }
        switch (command.verb()) {
            case ACQUIRE -> acquire(desk, now, command);
            case SIZE -> desk.answer(command, Outcome.DONE, now.there(), "");
            default -> desk.answer(command, Outcome.UNKNOWN);
        }
    }

    /** As many as are there, at least {@code other} and at most {@code amount}; the answer says how many, and after how long. */
    private static void acquire(Desk desk, Head now, Command command) {
        OptionalLong least = number(command.other());
        long most = command.amount();
        if (least.isEmpty() || most < least.getAsLong() || most > now.permits()) {
            desk.answer(command, Outcome.UNKNOWN);
            return;
        }
        long given = Math.clamp(now.there(), least.getAsLong(), most);
        Head left = now.less(given);
        if (left.pause() > (command.waits() ? Limits.LONGEST_PERIOD : 0)) {
            keep(desk, now); // for its time
            desk.answer(command, Outcome.REFUSED, left.pause(), "");
        } else {
            keep(desk, left);
            desk.answer(command, Outcome.DONE, left.pause(), Long.toString(given));
        }
    }

    private static void keep(Desk desk, Head head) {
        boolean isNew = desk.kind().isEmpty();
        desk.keep(Kind.RATE_LIMITER, head);
        if (isNew) {
            desk.enlist();
            for (int looks = 0; looks < LOOKS; looks++) {
                Desk other = desk.nextEnlisted();
                other.head(Head.class)
                        .filter(one -> one.at(desk.millis()).isFull())
                        .ifPresent(full -> forget(other));
            }
        }
    }

    private static void forget(Desk desk) {
        desk.erase();
        desk.delist();
    }

    /** A number from 1 on. */
    private static OptionalLong number(String text) {
        try {
            long number = Long.parseLong(text);
            return number < 1 ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (NumberFormatException foreign) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void leave(Desk desk, Place place, Waiter waiter, Outcome how) {
        throw new IllegalStateException("nobody waits at a rate limiter");
    }

    @Override
    public Summary summary(Desk desk) {
        Head head = desk.head(Head.class).orElseThrow();
        return Summary.of(desk, Kind.RATE_LIMITER, head.there()).showing(head.permits() + " in " + head.per() + " ms");
    }
}
