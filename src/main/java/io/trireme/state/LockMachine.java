package io.trireme.state;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A lock with its conditions. Re-entrant: the same holder of the same session may have it several times. Plain: a second
 * acquire waits like anybody's.
 *
 * <p>Whoever waits for a condition stands in that condition's line, and is moved to the end of the lock's line by a signal,
 * or when it no longer wants to wait: it ends only when it has the lock again.
 */
final class LockMachine implements Machine {
    private static final String WAITING = "w";
    private static final String CONDITION = "c";

    private final Kind kind;

    LockMachine(Kind kind) {
        this.kind = kind;
    }

    /** Free if the session is empty; then nobody waits in the line. */
    private record Head(
            String session,
            String holder,
            long token,
            long count,
            long since,
            Line line,
            Map<String, Line> conditions) {
        static final Head FREE = new Head("", "", 0, 0, 0, Line.empty(WAITING), Map.of());

        boolean isFree() {
            return session.isEmpty();
        }

        boolean isHeldBy(String who, String which) {
            return session.equals(who) && holder.equals(which);
        }

        Head counting(long times) {
            return new Head(session, holder, token, times, since, line, conditions);
        }

        Head with(Line changed) {
            return new Head(session, holder, token, count, since, changed, conditions);
        }

        Head with(String condition, Line changed) {
            var all = new TreeMap<>(conditions);
            if (changed.isEmpty()) {
                all.remove(condition);
            } else {
                all.put(condition, changed);
            }
            return new Head(session, holder, token, count, since, line, all);
        }

        Line condition(String name) {
            return conditions.getOrDefault(name, Line.empty(CONDITION + name));
        }
    }

    @Override
    public void apply(Desk desk, Command command) {
        Head head = read(desk);
        boolean holds = head.isHeldBy(command.session(), command.holder());
        switch (command.verb()) {
            case ACQUIRE -> acquire(desk, head, command, holds);
            case GET -> desk.answer(command, Outcome.DONE, holds ? head.count() : 0, String.valueOf(!head.isFree()));
            case RELEASE, AWAIT, SIGNAL, SIGNAL_ALL -> {
                if (holds) {
                    holding(desk, head, command);
                } else {
                    desk.answer(command, Outcome.NOT_HELD);
                }
            }
            default -> desk.answer(command, Outcome.UNKNOWN);
        }
    }

    private void acquire(Desk desk, Head head, Command command, boolean holds) {
        if (head.isFree()) {
            write(desk, grant(desk, head, Waiter.of(command, desk.millis()).counting(1)));
        } else if (holds && kind == Kind.LOCK) {
            write(desk, head.counting(head.count() + 1));
            desk.answer(command, Outcome.DONE, head.token(), "");
        } else if (!command.waits()) {
            desk.answer(command, Outcome.REFUSED);
        } else if (head.line().isFull()) {
            desk.answer(command, Outcome.TOO_LARGE);
        } else {
            Waiter waiter = Waiter.of(command, desk.millis()).counting(1);
            write(desk, head.with(desk.await(head.line(), waiter)));
        }
    }

    private void holding(Desk desk, Head head, Command command) {
        switch (command.verb()) {
            case RELEASE -> {
                Head left = head.count() > 1 ? head.counting(head.count() - 1) : passOn(desk, head);
                write(desk, left);
                desk.answer(command, Outcome.DONE, head.count() - 1, "");
            }
            case AWAIT -> await(desk, head, command);
            case SIGNAL, SIGNAL_ALL -> {
                write(desk, signal(desk, head, command.field(), command.verb() == Verb.SIGNAL ? 1 : Integer.MAX_VALUE));
                desk.answer(command, Outcome.DONE);
            }
            default -> throw new IllegalStateException(command.verb() + " needs no lock");
        }
    }

    private void await(Desk desk, Head head, Command command) {
        Line line = head.condition(command.field());
        if (line.isFull() || line.isEmpty() && head.conditions().size() >= Limits.CONDITIONS) {
            desk.answer(command, Outcome.TOO_LARGE);
            return;
        }
        Waiter waiter =
                Waiter.of(command.withValue(command.field()), desk.millis()).counting(head.count());
        Head waits = head.with(command.field(), desk.await(line, waiter));
        write(desk, passOn(desk, waits));
    }

    private static Head signal(Desk desk, Head head, String condition, int most) {
        Head left = head;
        for (int signalled = 0; signalled < most; signalled++) {
            Line line = left.condition(condition);
            Optional<Waiter> first = desk.firstWaiter(line);
            if (first.isEmpty()) {
                return left;
            }
            left = left.with(condition, desk.removeFirst(line));
            left = left.with(desk.move(left.line(), first.get()));
        }
        return left;
    }

    /** Takes the lock from who has it and gives it to who has waited longest. */
    private static Head passOn(Desk desk, Head head) {
        desk.hold(head.session(), 0);
        Head free = new Head("", "", 0, 0, 0, head.line(), head.conditions());
        Optional<Waiter> next = desk.firstWaiter(free.line());
        return next.isPresent() ? grant(desk, free.with(desk.removeFirst(free.line())), next.get()) : free;
    }

    private static Head grant(Desk desk, Head free, Waiter waiter) {
        desk.hold(waiter.session(), 1);
        desk.answer(waiter, waiter.then(), desk.offset(), "");
        return new Head(
                waiter.session(),
                waiter.holder(),
                desk.offset(),
                waiter.amount(),
                desk.millis(),
                free.line(),
                free.conditions());
    }

    @Override
    public void leave(Desk desk, Place place, Waiter waiter, Outcome how) {
        Head head = read(desk);
        boolean awaits = !waiter.value().isEmpty();
        if (place.line().equals(WAITING)) {
            if (awaits && how == Outcome.WITHDRAWN) {
                return; // it has been signalled, and ends when it has the lock again
            }
            write(desk, head.with(desk.remove(head.line(), place.index())));
            desk.answer(waiter, how, 0, "");
            return;
        }
        Line condition = desk.remove(head.condition(waiter.value()), place.index());
        Head left = head.with(waiter.value(), condition);
        if (how != Outcome.WITHDRAWN) {
            write(desk, left);
            desk.answer(waiter, how, 0, "");
        } else if (left.isFree()) {
            write(desk, grant(desk, left, waiter.endingAs(how)));
        } else {
            write(desk, left.with(desk.move(left.line(), waiter.endingAs(how))));
        }
    }

    @Override
    public void lose(Desk desk, String session) {
        Head head = read(desk);
        if (head.session().equals(session)) {
            write(desk, passOn(desk, head));
        }
    }

    @Override
    public boolean force(Desk desk, long token) {
        Head head = read(desk);
        if (head.isFree() || head.token() != token) { // it may be a second copy: who has it by now keeps it
            return false;
        }
        write(desk, passOn(desk, head));
        return true;
    }

    @Override
    public Summary summary(Desk desk) {
        Head head = read(desk);
        Summary summary = Summary.of(desk, kind, head.count())
                .heldBy(head.isFree() ? "" : head.session() + "/" + head.holder(), head.token(), head.since())
                .with(desk, head.line());
        for (Line condition : head.conditions().values()) {
            summary = summary.with(desk, condition);
        }
        return summary;
    }

    private static Head read(Desk desk) {
        return desk.head(Head.class).orElse(Head.FREE);
    }

    private void write(Desk desk, Head head) {
        if (head.isFree() && head.conditions().isEmpty()) {
            desk.erase();
        } else {
            desk.keep(kind, head);
        }
    }
}
