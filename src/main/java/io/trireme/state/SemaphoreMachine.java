package io.trireme.state;

/**
 * Permits, counted by session: those of a session that ends come back. Nobody overtakes who waits. Bounded: there are never
 * more permits than it was made with. Unbounded: who releases more than it acquired adds permits, as with the JDK's.
 */
final class SemaphoreMachine implements Machine {
    private static final String WAITING = "w";

    private final Kind kind;

    SemaphoreMachine(Kind kind) {
        this.kind = kind;
    }

    private record Head(int permits, long free, Line line) {
        static Head of(int permits) {
            return new Head(permits, permits, Line.empty(WAITING));
        }

        Head with(Line changed) {
            return new Head(permits, free, changed);
        }

        Head adding(long more) {
            return new Head(permits, free + more, line);
        }
    }

    @Override
    public void apply(Desk desk, Command command) {
        Head head = desk.head(Head.class).orElseGet(() -> Head.of(command.shape()));
        if (head.permits() != command.shape()) {
            desk.answer(command, Outcome.OTHER_SHAPE, head.permits(), "");
            return;
        }
        if (command.amount() > Integer.MAX_VALUE) {
            desk.answer(command, Outcome.UNKNOWN);
            return;
        }
        switch (command.verb()) {
            case ACQUIRE -> acquire(desk, head, command);
            case RELEASE -> release(desk, head, command);
            case DRAIN -> {
                long all = Math.max(0, head.free());
                write(desk, take(desk, head, command.session(), all));
                desk.answer(command, Outcome.DONE, all, "");
            }
            case SIZE -> desk.answer(command, Outcome.DONE, head.free(), "");
            default -> desk.answer(command, Outcome.UNKNOWN);
        }
    }

    private void acquire(Desk desk, Head head, Command command) {
        if (command.amount() < 1) {
            desk.answer(command, Outcome.UNKNOWN);
        } else if (kind == Kind.BOUNDED_SEMAPHORE && command.amount() > head.permits()) {
            desk.answer(command, Outcome.OVER_BOUND, head.permits(), "");
        } else if (head.line().isEmpty() && head.free() >= command.amount()) {
            write(desk, take(desk, head, command.session(), command.amount()));
            desk.answer(command, Outcome.DONE, desk.offset(), "");
        } else if (!command.waits()) {
            desk.answer(command, Outcome.REFUSED);
        } else if (head.line().isFull()) {
            desk.answer(command, Outcome.TOO_LARGE);
        } else {
            write(desk, head.with(desk.await(head.line(), Waiter.of(command, desk.millis()))));
        }
    }

    private static Head take(Desk desk, Head head, String session, long permits) {
        desk.hold(session, desk.held(session) + permits);
        return head.adding(-permits);
    }

    private void release(Desk desk, Head head, Command command) {
        long more = command.amount();
        if (more < 1) {
            desk.answer(command, Outcome.UNKNOWN);
        } else if (head.free() + more > (kind == Kind.BOUNDED_SEMAPHORE ? head.permits() : Integer.MAX_VALUE)) {
            desk.answer(command, Outcome.OVER_BOUND, head.permits(), "");
        } else {
            desk.hold(command.session(), Math.max(0, desk.held(command.session()) - more));
            write(desk, serve(desk, head.adding(more)));
            desk.answer(command, Outcome.DONE);
        }
    }

    /** Lets those go on who have waited longest, as far as the permits go. */
    private static Head serve(Desk desk, Head head) {
        Head left = head;
        for (var first = desk.firstWaiter(left.line());
                first.isPresent() && first.get().amount() <= left.free();
                first = desk.firstWaiter(left.line())) {
            Waiter waiter = first.get();
            left = take(desk, left.with(desk.removeFirst(left.line())), waiter.session(), waiter.amount());
            desk.answer(waiter, Outcome.DONE, desk.offset(), "");
        }
        return left;
    }

    @Override
    public void leave(Desk desk, Place place, Waiter waiter, Outcome how) {
        Head head = desk.head(Head.class).orElseThrow();
        desk.answer(waiter, how, 0, "");
        write(desk, serve(desk, head.with(desk.remove(head.line(), place.index()))));
    }

    @Override
    public void lose(Desk desk, String session) {
        long permits = desk.held(session);
        desk.hold(session, 0);
        desk.head(Head.class).ifPresent(head -> {
            long room = kind == Kind.BOUNDED_SEMAPHORE ? head.permits() - head.free() : permits;
            write(desk, serve(desk, head.adding(Math.min(permits, room))));
        });
    }

    @Override
    public Summary summary(Desk desk) {
        Head head = desk.head(Head.class).orElseThrow();
        return Summary.of(desk, kind, head.free()).with(desk, head.line());
    }

    /** As it was made, it is as if it were not there. */
    private void write(Desk desk, Head head) {
        if (head.line().isEmpty() && head.free() == head.permits()) {
            desk.erase();
        } else {
            desk.keep(kind, head);
        }
    }
}
