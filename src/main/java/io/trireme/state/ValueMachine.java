package io.trireme.state;

/** One value, or none. */
final class ValueMachine implements Machine {
    private record Head(String value) {}

    /** Answers with the value that was there before; refused if it is not as the verb wants it. Empty: there is none. */
    @Override
    public void apply(Desk desk, Command command) {
        String before = desk.head(Head.class).map(Head::value).orElse("");
        switch (command.verb()) {
            case GET -> desk.answer(command, Outcome.DONE, 0, before);
            case PUT -> {
                desk.keep(Kind.VALUE, new Head(command.value()));
                desk.answer(command, Outcome.DONE, 0, before);
            }
            case REMOVE -> {
                desk.erase();
                desk.answer(command, Outcome.DONE, 0, before);
            }
            case REPLACE_IF -> {
                if (before.isEmpty() ? command.other().isEmpty() : Json.same(before, command.other())) {
                    desk.keep(Kind.VALUE, new Head(command.value()));
                    desk.answer(command, Outcome.DONE, 0, before);
                } else {
                    desk.answer(command, Outcome.REFUSED, 0, before);
                }
            }
            default -> desk.answer(command, Outcome.UNKNOWN);
        }
    }

    @Override
    public void leave(Desk desk, Place place, Waiter waiter, Outcome how) {
        throw new IllegalStateException("nobody waits at a value");
    }

    @Override
    public Summary summary(Desk desk) {
        return Summary.of(desk, Kind.VALUE, 1)
                .showing(desk.head(Head.class).orElseThrow().value());
    }
}
