package io.trireme.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Entries by field, which is JSON, as their values are. Each lies in the store by itself, so that a million are no problem. */
final class MapMachine implements Machine {
    private record Head(long size, long bytes) {
        static final Head EMPTY = new Head(0, 0);
    }

    @Override
    public void apply(Desk desk, Command command) {
        switch (command.verb()) {
            case GET -> answer(desk, command, desk.entry(command.field()));
            case SIZE -> desk.answer(command, Outcome.DONE, read(desk).size(), "");
            case PAGE -> page(desk, command);
            case CLEAR -> clear(desk, command);
            case PUT, PUT_IF_ABSENT, REPLACE, REPLACE_IF, REMOVE, REMOVE_IF -> change(desk, command);
            default -> desk.answer(command, Outcome.UNKNOWN);
        }
    }

    /** Answers with the value that was there before; refused if the entry is not as the verb wants it. */
    private static void change(Desk desk, Command command) {
        Optional<String> before = desk.entry(command.field());
        boolean carriedOut =
                switch (command.verb()) {
                    case PUT_IF_ABSENT -> before.isEmpty();
                    case REPLACE, REMOVE -> before.isPresent();
                    case REPLACE_IF, REMOVE_IF -> before.isPresent() && Json.same(before.get(), command.other());
                    default -> true;
                };
        boolean removes = command.verb() == Verb.REMOVE || command.verb() == Verb.REMOVE_IF;
        if (!carriedOut) {
            desk.answer(command, Outcome.REFUSED, 0, before.orElse(""));
        } else if (removes) {
            desk.removeEntry(command.field());
            write(desk, -1, -size(command.field(), before.orElseThrow()));
            desk.answer(command, Outcome.DONE, 0, before.orElseThrow());
        } else {
            put(desk, command, before);
        }
    }

    private static void put(Desk desk, Command command, Optional<String> before) {
        long more = size(command.field(), command.value())
                - before.map(value -> size(command.field(), value)).orElse(0L);
        if (read(desk).bytes() + more > Limits.OBJECT_BYTES) {
            desk.answer(command, Outcome.TOO_LARGE);
            return;
        }
        desk.entry(command.field(), command.value());
        write(desk, before.isPresent() ? 0 : 1, more);
        desk.answer(command, Outcome.DONE, 0, before.orElse(""));
    }

    private static long size(String field, String value) {
        return (long) field.length() + value.length();
    }

    private static void answer(Desk desk, Command command, Optional<String> value) {
        desk.answer(command, value.isPresent() ? Outcome.DONE : Outcome.REFUSED, 0, value.orElse(""));
    }

    /** Fields and values in turn, an array; the amount is 1 if there are more. */
    private static void page(Desk desk, Command command) {
        List<String> page = new ArrayList<>();
        long[] left = {Limits.PAGE_BYTES};
        boolean[] more = {false};
        desk.entries(command.field(), (field, value) -> {
            more[0] = left[0] <= 0;
            if (!more[0]) {
                page.add(field);
                page.add(value);
                left[0] -= size(field, value);
            }
            return !more[0];
        });
        desk.answer(command, Outcome.DONE, more[0] ? 1 : 0, Json.text(page));
    }

    private static void clear(Desk desk, Command command) {
        List<String> fields = new ArrayList<>();
        desk.entries("", (field, value) -> fields.add(field));
        fields.forEach(desk::removeEntry);
        desk.erase();
        desk.answer(command, Outcome.DONE, fields.size(), "");
    }

    private static Head read(Desk desk) {
        return desk.head(Head.class).orElse(Head.EMPTY);
    }

    private static void write(Desk desk, int entries, long bytes) {
        Head head = read(desk);
        if (head.size() + entries == 0) {
            desk.erase();
        } else {
            desk.keep(Kind.MAP, new Head(head.size() + entries, head.bytes() + bytes));
        }
    }

    @Override
    public void leave(Desk desk, Place place, Waiter waiter, Outcome how) {
        throw new IllegalStateException("nobody waits at a map");
    }

    @Override
    public Summary summary(Desk desk) {
        return Summary.of(desk, Kind.MAP, read(desk).size());
    }
}
