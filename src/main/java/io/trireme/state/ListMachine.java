package io.trireme.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A list, kept as a whole; with a shape it is an array: so long from the beginning, and for ever. {@code amount} is an
 * index; an element is removed there only if it is {@code other}, if that is what is asked for.
 */
final class ListMachine implements Machine {
    private record Head(int length, List<String> items) {
        /** An array begins with JSON's null at each index. */
        static Head of(int length) {
            return new Head(length, new ArrayList<>(Collections.nCopies(length, "null")));
        }

        long bytes() {
            return items.stream().mapToLong(String::length).sum();
        }
    }

    @Override
    public void apply(Desk desk, Command command) {
        Head head = desk.head(Head.class).orElseGet(() -> Head.of(command.shape()));
        if (head.length() != command.shape()) {
            desk.answer(command, Outcome.OTHER_SHAPE, head.length(), "");
            return;
        }
        boolean grows = command.verb() == Verb.ADD || command.verb() == Verb.APPEND || command.verb() == Verb.PUT;
        if (grows && head.bytes() + command.value().length() > Limits.LIST_BYTES) {
            desk.answer(command, Outcome.TOO_LARGE);
        } else if (isNoIndex(head, command)) {
            desk.answer(command, Outcome.NO_INDEX, head.items().size(), "");
        } else {
            carryOut(desk, head, command);
        }
    }

    private static boolean isNoIndex(Head head, Command command) {
        int end = head.items().size() - (command.verb() == Verb.ADD ? 0 : 1);
        return switch (command.verb()) {
            case GET, PUT, REMOVE, REMOVE_IF, ADD -> command.amount() > end || command.amount() < 0;
            default -> false;
        };
    }

    private static void carryOut(Desk desk, Head head, Command command) {
        List<String> items = new ArrayList<>(head.items());
        int index = (int) command.amount();
        boolean isArray = head.length() > 0;
        switch (command.verb()) {
            case GET -> desk.answer(command, Outcome.DONE, 0, items.get(index));
            case SIZE -> desk.answer(command, Outcome.DONE, items.size(), "");
            case PAGE -> desk.answer(command, Outcome.DONE, 0, Json.text(items));
            case PUT -> answer(desk, head, command, items, items.set(index, command.value()));
            case ADD, APPEND -> {
                if (isArray) {
                    desk.answer(command, Outcome.UNKNOWN);
                } else {
                    items.add(command.verb() == Verb.APPEND ? items.size() : index, command.value());
                    answer(desk, head, command, items, "");
                }
            }
            case REMOVE, REMOVE_IF -> {
                if (isArray) {
                    desk.answer(command, Outcome.UNKNOWN);
                } else if (command.verb() == Verb.REMOVE_IF && !Json.same(items.get(index), command.other())) {
                    desk.answer(command, Outcome.REFUSED, 0, items.get(index));
                } else {
                    answer(desk, head, command, items, items.remove(index));
                }
            }
            case CLEAR -> answer(desk, head, command, Head.of(head.length()).items(), "");
            default -> desk.answer(command, Outcome.UNKNOWN);
        }
    }

    private static void answer(Desk desk, Head head, Command command, List<String> items, String before) {
        if (items.isEmpty()) {
            desk.erase();
        } else {
            desk.keep(Kind.LIST, new Head(head.length(), items));
        }
        desk.answer(command, Outcome.DONE, 0, before);
    }

    @Override
    public void leave(Desk desk, Place place, Waiter waiter, Outcome how) {
        throw new IllegalStateException("nobody waits at a list");
    }

    @Override
    public Summary summary(Desk desk) {
        return Summary.of(
                desk, Kind.LIST, desk.head(Head.class).orElseThrow().items().size());
    }
}
