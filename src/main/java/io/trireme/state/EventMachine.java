package io.trireme.state;

/** Set or not; who waits goes on when it is set. */
final class EventMachine implements Machine {
    private static final String WAITING = "w";

    /** While it is set nobody waits. */
    private record Head(boolean set, Line line) {
        static final Head CLEAR = new Head(false, Line.empty(WAITING));
    }

    @Override
    public void apply(Desk desk, Command command) {
        Head head = desk.head(Head.class).orElse(Head.CLEAR);
        switch (command.verb()) {
            case PUT -> {
                desk.keep(Kind.EVENT, new Head(true, desk.dismiss(head.line(), Outcome.DONE)));
                desk.answer(command, Outcome.DONE);
            }
            case CLEAR -> {
                if (head.set()) {
                    desk.erase();
                }
                desk.answer(command, Outcome.DONE);
            }
            case GET -> desk.answer(command, head.set() ? Outcome.DONE : Outcome.REFUSED);
            case AWAIT -> await(desk, head, command);
            default -> desk.answer(command, Outcome.UNKNOWN);
        }
    }

    private static void await(Desk desk, Head head, Command command) {
        if (head.set()) {
            desk.answer(command, Outcome.DONE);
        } else if (!command.waits()) {
            desk.answer(command, Outcome.REFUSED);
        } else if (head.line().isFull()) {
            desk.answer(command, Outcome.TOO_LARGE);
        } else {
            desk.keep(Kind.EVENT, new Head(false, desk.await(head.line(), Waiter.of(command, desk.millis()))));
        }
    }

    @Override
    public void leave(Desk desk, Place place, Waiter waiter, Outcome how) {
        Line left = desk.remove(desk.head(Head.class).orElseThrow().line(), place.index());
        desk.answer(waiter, how, 0, "");
        if (left.isEmpty()) {
            desk.erase();
        } else {
            desk.keep(Kind.EVENT, new Head(false, left));
        }
    }

    @Override
    public Summary summary(Desk desk) {
        Head head = desk.head(Head.class).orElseThrow();
        return Summary.of(desk, Kind.EVENT, head.set() ? 1 : 0).with(desk, head.line());
    }
}
