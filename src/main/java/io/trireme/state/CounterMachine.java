package io.trireme.state;

/** A number; 0 is as if it were not there. It wraps around like the JDK's. */
final class CounterMachine implements Machine {
    private record Head(long number) {}

    @Override
    public void apply(Desk desk, Command command) {
        long before = desk.head(Head.class).map(Head::number).orElse(0L);
        switch (command.verb()) {
            case GET -> desk.answer(command, Outcome.DONE, before, "");
            case ADD -> {
                write(desk, before + command.amount());
                desk.answer(command, Outcome.DONE, before + command.amount(), "");
            }
            case PUT -> {
                write(desk, command.amount());
                desk.answer(command, Outcome.DONE, before, "");
            }
            case REPLACE_IF -> {
                if (String.valueOf(before).equals(command.other())) {
                    write(desk, command.amount());
                    desk.answer(command, Outcome.DONE, before, "");
                } else {
                    desk.answer(command, Outcome.REFUSED, before, "");
                }
            }
            default -> desk.answer(command, Outcome.UNKNOWN);
        }
    }

    private static void write(Desk desk, long number) {
        if (number == 0) {
            desk.erase();
        } else {
            desk.keep(Kind.COUNTER, new Head(number));
        }
    }

    @Override
    public void leave(Desk desk, Place place, Waiter waiter, Outcome how) {
        throw new IllegalStateException("nobody waits at a counter");
    }

    @Override
    public Summary summary(Desk desk) {
        return Summary.of(
                desk, Kind.COUNTER, desk.head(Head.class).orElseThrow().number());
    }
}
