package io.trireme.state;

import java.util.Optional;

/**
 * Items, first in first out, at most so many as it was made for. Who puts into a full one waits, as does who takes from an
 * empty one, and both are served in the order in which they came. It counts items that were put and are not yet done.
 */
final class QueueMachine implements Machine {
    private static final String ITEMS = "i";
    private static final String TAKERS = "t";
    private static final String PUTTERS = "p";
    private static final String JOINERS = "j";

    /**
     * There are takers only while it is empty, and putters only while it is full.
     *
     * @param bytes of the items, and of what waits to be put
     */
    private record Head(int bound, long bytes, long unfinished, Line items, Line takers, Line putters, Line joiners) {
        static Head of(int bound) {
            return new Head(
                    bound, 0, 0, Line.empty(ITEMS), Line.empty(TAKERS), Line.empty(PUTTERS), Line.empty(JOINERS));
        }

        Head items(Line changed, long more) {
            return new Head(bound, bytes + more, unfinished, changed, takers, putters, joiners);
        }

        Head takers(Line changed) {
            return new Head(bound, bytes, unfinished, items, changed, putters, joiners);
        }

        Head putters(Line changed, long more) {
            return new Head(bound, bytes + more, unfinished, items, takers, changed, joiners);
        }

        Head joiners(Line changed) {
            return new Head(bound, bytes, unfinished, items, takers, putters, changed);
        }

        Head unfinished(long changed) {
            return new Head(bound, bytes, changed, items, takers, putters, joiners);
        }

        boolean isAtRest() {
            return unfinished == 0 && items.isEmpty() && takers.isEmpty() && putters.isEmpty() && joiners.isEmpty();
        }
    }

    @Override
    public void apply(Desk desk, Command command) {
        Head head = desk.head(Head.class).orElseGet(() -> Head.of(command.shape()));
        if (head.bound() != command.shape()) {
            desk.answer(command, Outcome.OTHER_SHAPE, head.bound(), "");
            return;
        }
        switch (command.verb()) {
            case PUT -> put(desk, head, command);
            case TAKE -> take(desk, head, command);
            case GIVE_BACK -> {
                write(desk, giveBack(desk, head, command.value()));
                desk.answer(command, Outcome.DONE);
            }
            case GET -> {
                Optional<byte[]> first = desk.first(head.items());
                Outcome outcome = first.isPresent() ? Outcome.DONE : Outcome.REFUSED;
                desk.answer(command, outcome, 0, first.map(Texts::of).orElse(""));
            }
            case SIZE -> desk.answer(command, Outcome.DONE, head.items().size(), "");
            case PAGE -> QueuePages.answer(desk, head.items(), command);
            case TASK_DONE -> taskDone(desk, head, command);
            case JOIN -> join(desk, head, command);
            case CLEAR -> clear(desk, head, command);
            case REMOVE_IF -> removeOne(desk, head, command);
            default -> desk.answer(command, Outcome.UNKNOWN);
        }
    }

    private static void put(Desk desk, Head head, Command command) {
        Optional<Waiter> taker = desk.firstWaiter(head.takers());
        if (taker.isPresent()) {
            write(desk, head.takers(desk.removeFirst(head.takers())).unfinished(head.unfinished() + 1));
            desk.answer(taker.get(), Outcome.DONE, 0, command.value());
            desk.answer(command, Outcome.DONE);
        } else if (head.bytes() + command.value().length() > Limits.OBJECT_BYTES) {
            desk.answer(command, Outcome.TOO_LARGE);
        } else if (head.items().size() < head.bound()) {
            write(desk, append(desk, head, command.value()));
            desk.answer(command, Outcome.DONE);
        } else if (!command.waits()) {
            desk.answer(command, Outcome.REFUSED);
        } else if (head.putters().isFull()) {
            desk.answer(command, Outcome.TOO_LARGE);
        } else {
            Line putters = desk.await(head.putters(), Waiter.of(command, desk.millis()));
            write(desk, head.putters(putters, command.value().length()));
        }
    }

    private static Head append(Desk desk, Head head, String value) {
        return head.items(desk.append(head.items(), Texts.bytes(value)), value.length())
                .unfinished(head.unfinished() + 1);
    }

    private static void take(Desk desk, Head head, Command command) {
        Optional<String> item = desk.first(head.items()).map(Texts::of);
        if (item.isPresent()) {
            Head left = head.items(desk.removeFirst(head.items()), -item.get().length());
            write(desk, admit(desk, left));
            desk.answer(command, Outcome.DONE, 0, item.get());
        } else if (!command.waits()) {
            desk.answer(command, Outcome.REFUSED);
        } else if (head.takers().isFull()) {
            desk.answer(command, Outcome.TOO_LARGE);
        } else {
            write(desk, head.takers(desk.await(head.takers(), Waiter.of(command, desk.millis()))));
        }
    }

    /** Lets those put who have waited longest, as far as there is room. */
    private static Head admit(Desk desk, Head head) {
        Head left = head;
        for (var putter = desk.firstWaiter(left.putters());
                putter.isPresent() && left.items().size() < left.bound();
                putter = desk.firstWaiter(left.putters())) {
            String value = putter.get().value();
            left = append(desk, left.putters(desk.removeFirst(left.putters()), -value.length()), value);
            desk.answer(putter.get(), Outcome.DONE, 0, "");
        }
        return left;
    }

    /** It is the first again, for one moment above the bound perhaps: it was within it when it was put. */
    private static Head giveBack(Desk desk, Head head, String value) {
        Optional<Waiter> taker = desk.firstWaiter(head.takers());
        if (taker.isPresent()) {
            desk.answer(taker.get(), Outcome.DONE, 0, value);
            return head.takers(desk.removeFirst(head.takers()));
        }
        return head.items(desk.prepend(head.items(), Texts.bytes(value)), value.length());
    }

    private static void taskDone(Desk desk, Head head, Command command) {
        if (head.unfinished() == 0) {
            desk.answer(command, Outcome.OVER_BOUND);
        } else {
            write(desk, finish(desk, head, 1));
            desk.answer(command, Outcome.DONE, head.unfinished() - 1, "");
        }
    }

    private static Head finish(Desk desk, Head head, int items) {
        Head left = head.unfinished(Math.max(0, head.unfinished() - items));
        return left.unfinished() == 0 ? left.joiners(desk.dismiss(left.joiners(), Outcome.DONE)) : left;
    }

    private static void join(Desk desk, Head head, Command command) {
        if (head.unfinished() == 0) {
            desk.answer(command, Outcome.DONE);
        } else if (!command.waits()) {
            desk.answer(command, Outcome.REFUSED);
        } else if (head.joiners().isFull()) {
            desk.answer(command, Outcome.TOO_LARGE);
        } else {
            write(desk, head.joiners(desk.await(head.joiners(), Waiter.of(command, desk.millis()))));
        }
    }

    /** What is thrown away counts as done. */
    private static void clear(Desk desk, Head head, Command command) {
        Head left = head;
        int cleared = head.items().size();
        for (var item = desk.first(left.items()); item.isPresent(); item = desk.first(left.items())) {
            left = left.items(
                    desk.removeFirst(left.items()), -Texts.of(item.get()).length());
        }
        write(desk, admit(desk, finish(desk, left, cleared)));
        desk.answer(command, Outcome.DONE, cleared, "");
    }

    private static void removeOne(Desk desk, Head head, Command command) {
        for (long index = head.items().first(); index < head.items().next(); index++) {
            Optional<String> item = desk.at(head.items(), index).map(Texts::of);
            if (item.isPresent() && Json.same(item.get(), command.other())) {
                Head left =
                        head.items(desk.remove(head.items(), index), -item.get().length());
                write(desk, admit(desk, finish(desk, left, 1)));
                desk.answer(command, Outcome.DONE);
                return;
            }
        }
        desk.answer(command, Outcome.REFUSED);
    }

    @Override
    public void leave(Desk desk, Place place, Waiter waiter, Outcome how) {
        Head head = desk.head(Head.class).orElseThrow();
        desk.answer(waiter, how, 0, "");
        write(
                desk,
                switch (place.line()) {
                    case TAKERS -> head.takers(desk.remove(head.takers(), place.index()));
                    case PUTTERS ->
                        head.putters(
                                desk.remove(head.putters(), place.index()),
                                -waiter.value().length());
                    default -> head.joiners(desk.remove(head.joiners(), place.index()));
                });
    }

    @Override
    public Summary summary(Desk desk) {
        Head head = desk.head(Head.class).orElseThrow();
        return Summary.of(desk, Kind.QUEUE, head.items().size())
                .with(desk, head.takers())
                .with(desk, head.putters())
                .with(desk, head.joiners());
    }

    private static void write(Desk desk, Head head) {
        if (head.isAtRest()) {
            desk.erase();
        } else {
            desk.keep(Kind.QUEUE, head);
        }
    }
}
