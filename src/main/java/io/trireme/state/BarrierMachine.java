package io.trireme.state;

/**
 * Parties that wait for each other; the last one lets all go on. If one of them goes away, by withdrawing or since its session
 * ended, it is broken for the others and for who comes later, until it is reset.
 */
final class BarrierMachine implements Machine {
    private static final String WAITING = "w";

    private record Head(int parties, boolean broken, Line line) {
        static Head of(int parties) {
            return new Head(parties, false, Line.empty(WAITING));
        }
    }

    @Override
    public void apply(Desk desk, Command command) {
        Head head = desk.head(Head.class).orElseGet(() -> Head.of(command.shape()));
        if (head.parties() != command.shape()) {
            desk.answer(command, Outcome.OTHER_SHAPE, head.parties(), "");
            return;
        }
        switch (command.verb()) {
            case AWAIT -> await(desk, head, command);
            case RESET -> {
                desk.dismiss(head.line(), Outcome.BROKEN);
                desk.erase();
                desk.answer(command, Outcome.DONE);
            }
            case GET ->
                desk.answer(
                        command,
                        head.broken() ? Outcome.BROKEN : Outcome.DONE,
                        head.line().size(),
                        "");
            default -> desk.answer(command, Outcome.UNKNOWN);
        }
    }

    /** The amount of the answer is the arrival index as the JDK counts it: 0 for the last one. */
    private static void await(Desk desk, Head head, Command command) {
        if (head.broken()) {
            desk.answer(command, Outcome.BROKEN);
        } else if (head.line().size() + 1 < head.parties() && head.line().isFull()) {
            desk.answer(command, Outcome.TOO_LARGE);
        } else if (head.line().size() + 1 < head.parties()) {
            Line line = desk.await(head.line(), Waiter.of(command, desk.millis()));
            desk.keep(Kind.BARRIER, new Head(head.parties(), false, line));
        } else {
            Line left = head.line();
            int index = head.parties() - 1;
            for (var first = desk.firstWaiter(left); first.isPresent(); first = desk.firstWaiter(left)) {
                left = desk.removeFirst(left);
                desk.answer(first.get(), Outcome.DONE, index--, "");
            }
            desk.erase();
            desk.answer(command, Outcome.DONE);
        }
    }

    @Override
    public void leave(Desk desk, Place place, Waiter waiter, Outcome how) {
        Head head = desk.head(Head.class).orElseThrow();
        Line others = desk.remove(head.line(), place.index());
        desk.answer(waiter, how, 0, "");
        desk.keep(Kind.BARRIER, new Head(head.parties(), true, desk.dismiss(others, Outcome.BROKEN)));
    }

    @Override
    public Summary summary(Desk desk) {
        Head head = desk.head(Head.class).orElseThrow();
        return Summary.of(desk, Kind.BARRIER, head.line().size())
                .with(desk, head.line())
                .showing(head.broken() ? "broken" : "");
    }
}
