package io.trireme.state;

import io.trireme.streams.OrderedStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All shared state of one partition: sessions, their calls, and the objects, each a {@link Machine}. The next state and the
 * replies follow from the state and the next command of the log, and from nothing else: no clock, no settings, no chance.
 * So whoever reads the same log comes to the same answers, and an answer may be given before the state behind it is saved.
 *
 * <p>Time comes in as commands. A session ends when a command says so: its own, or the owner's {@link Verb#EXPIRE}, which is
 * void if the session was renewed between the offset that the owner had seen and the place where the command came to lie.
 * What such a session held goes to those who wait for it.
 *
 * <p>Owned by one thread.
 */
final class Shard {
    private static final int MOST_LISTED = 1_000;

    private final OrderedStore store;
    private final Format format;
    private final Calls calls;
    private final Map<Kind, Machine> machines = new EnumMap<>(Kind.class);
    private int sessions; // as many as lie in the store

    /** @throws io.trireme.TriremeException {@link io.trireme.Fault#STATE_FORMAT} */
    Shard(OrderedStore store) {
        this.store = store;
        this.format = Format.of(store);
        this.calls = new Calls(store);
        this.sessions = sessions().size();
        machines.put(Kind.LOCK, new LockMachine(Kind.LOCK));
        machines.put(Kind.PLAIN_LOCK, new LockMachine(Kind.PLAIN_LOCK));
        machines.put(Kind.SEMAPHORE, new SemaphoreMachine(Kind.SEMAPHORE));
        machines.put(Kind.BOUNDED_SEMAPHORE, new SemaphoreMachine(Kind.BOUNDED_SEMAPHORE));
        machines.put(Kind.EVENT, new EventMachine());
        machines.put(Kind.BARRIER, new BarrierMachine());
        machines.put(Kind.QUEUE, new QueueMachine());
        machines.put(Kind.MAP, new MapMachine());
        machines.put(Kind.LIST, new ListMachine());
        machines.put(Kind.VALUE, new ValueMachine());
        machines.put(Kind.COUNTER, new CounterMachine());
        machines.put(Kind.RATE_LIMITER, new RateMachine());
    }

    /**
     * Carries out the next command.
     *
     * @param offset where it lies in the log
     * @param millis when the brokers got it
     */
    List<Reply> apply(long offset, long millis, Command command) {
        format.note();
        var step = new Step(offset, millis, new ArrayList<>());
        if (command.verb().ofSession()) {
            step.session(command);
        } else if (command.verb().ofNoSession()) {
            step.ask(command);
        } else {
            step.call(command);
        }
        return step.replies();
    }

    Optional<Session> session(String id) {
        return store.get(Keys.session(id)).map(session -> Json.read(session, Session.class));
    }

    /** All that live, by id. */
    Map<String, Session> sessions() {
        var all = new TreeMap<String, Session>();
        store.scan(Keys.sessions(), Keys.endOfSessions(), (key, value) -> {
            all.put(Keys.sessionOf(key), Json.read(value, Session.class));
            return true;
        });
        return all;
    }

    /** What one command does. */
    private final class Step {
        private final long offset;
        private final long millis;
        private final List<Reply> replies;

        Step(long offset, long millis, List<Reply> replies) {
            this.offset = offset;
            this.millis = millis;
            this.replies = replies;
        }

        List<Reply> replies() {
            return replies;
        }

        void session(Command command) {
            Optional<Session> session = Shard.this.session(command.session());
            switch (command.verb()) {
                case OPEN -> open(command, session.isPresent());
                case RENEW -> {
                    session.ifPresent(living -> renew(command, living.leaseMillis()));
                    reply(command, session.isPresent() ? Outcome.DONE : Outcome.LEASE_LOST, "");
                }
                case CLOSE -> {
                    session.ifPresent(living -> end(command.session()));
                    reply(command, Outcome.DONE, "");
                }
                case EXPIRE ->
                    session.filter(silent -> silent.renewed() <= command.amount())
                            .ifPresent(dead -> {
                                end(command.session());
                                replies.add(new Reply(dead.replyTo(), command.session(), 0, Outcome.LEASE_LOST, 0, ""));
                            });
                case WITHDRAW -> withdraw(command, session.isPresent());
                default -> throw new IllegalStateException(command.verb() + " is not about a session");
            }
        }

        private void open(Command command, boolean lives) {
            if (!lives && sessions >= Limits.SESSIONS) {
                reply(command, Outcome.TOO_MANY_SESSIONS, "");
                return;
            }
            sessions += lives ? 0 : 1;
            renew(command, command.amount());
            reply(command, Outcome.DONE, "");
        }

        private void renew(Command command, long leaseMillis) {
            store.put(Keys.session(command.session()), Json.write(new Session(leaseMillis, offset, command.replyTo())));
        }

        private void withdraw(Command command, boolean lives) {
            Optional<CallState> state = calls.find(command.session(), command.amount());
            if (lives && state.orElse(null) instanceof CallState.Waits(Place place)) {
                leave(place, Outcome.WITHDRAWN);
                calls.find(command.session(), command.amount())
                        .filter(CallState.Waits.class::isInstance) // for the lock that its condition belongs to
                        .ifPresent(waits -> replies.add(new Reply(
                                command.replyTo(), command.session(), command.amount(), Outcome.WAITS, 0, "")));
            } else if (lives && state.orElse(null) instanceof CallState.Ended ended) {
                repeat(command, command.amount(), ended);
            } else {
                Outcome outcome = lives ? Outcome.WITHDRAWN : Outcome.LEASE_LOST;
                replies.add(new Reply(command.replyTo(), command.session(), command.amount(), outcome, 0, ""));
            }
        }

        private void leave(Place place, Outcome how) {
            Desk desk = desk(place.name());
            Waiter waiter = desk.waiterAt(place).orElseThrow();
            machine(desk).leave(desk, place, waiter, how);
        }

        /** Its waiting calls first, so that nothing that it gives up goes to one of them. */
        private void end(String session) {
            for (long number : calls.waiting(session).keySet()) {
                // An earlier one may have let this one go on, or moved it.
                if (calls.find(session, number).orElse(null) instanceof CallState.Waits(Place place)) {
                    leave(place, Outcome.LEASE_LOST);
                }
            }
            var names = new ArrayList<String>();
            byte[] holds = Keys.holds(session);
            store.scan(holds, Keys.endOf(holds), (key, value) -> names.add(Keys.nameOf(session, key)));
            for (String name : names) {
                Desk desk = desk(name);
                desk.kind().ifPresent(kind -> machine(desk).lose(desk, session));
                desk.hold(session, 0);
            }
            calls.forgetAll(session);
            store.delete(Keys.session(session));
            sessions--;
        }

        void ask(Command command) {
            Desk desk = desk(command.name());
            boolean exists = desk.kind().isPresent();
            switch (command.verb()) {
                case LIST -> list(command);
                case SHOW ->
                    reply(
                            command,
                            exists ? Outcome.DONE : Outcome.REFUSED,
                            exists ? Json.text(machine(desk).summary(desk)) : "");
                case FORCE -> {
                    boolean taken = exists && machine(desk).force(desk, command.amount());
                    reply(command, taken ? Outcome.DONE : Outcome.REFUSED, "");
                }
                default -> throw new IllegalStateException(command.verb() + " needs a session");
            }
        }

        private void list(Command command) {
            var page = new ArrayList<Summary>();
            long[] left = {Limits.PAGE_BYTES};
            store.scan(Keys.behind(Keys.head(command.name())), Keys.endOfHeads(), (key, value) -> {
                Desk desk = desk(Keys.nameOf(key));
                Summary summary = machine(desk).summary(desk);
                page.add(summary.value().length() > Limits.PAGE_BYTES / MOST_LISTED ? summary.showing("") : summary);
                left[0] -= summary.name().length();
                return page.size() < MOST_LISTED && left[0] > 0;
            });
            boolean more = page.size() == MOST_LISTED || left[0] <= 0; // perhaps: the next page may be empty
            String json = Json.text(page);
            replies.add(new Reply(
                    command.replyTo(), command.session(), command.number(), Outcome.DONE, more ? 1 : 0, json));
        }

        void call(Command command) {
            if (store.get(Keys.session(command.session())).isEmpty()) {
                reply(command, Outcome.LEASE_LOST, "");
                return;
            }
            Known known = command.known();
            calls.forget(command.session(), known);
            if (command.verb().changes()) {
                Optional<CallState> state = calls.find(command.session(), command.number());
                if (state.isPresent()) {
                    if (state.get() instanceof CallState.Ended ended) {
                        repeat(command, command.number(), ended);
                    } else {
                        reply(command, Outcome.WAITS, "");
                    }
                    return;
                }
            }
            if (command.number() - known.told() >= Limits.CALLS
                    || command.waits() && calls.apart(command.session()) >= Limits.CALLS) {
                reply(command, Outcome.TOO_MANY_CALLS, "");
                return;
            }
            Desk desk = desk(command.name());
            Optional<Kind> kind = desk.kind();
            if (kind.isPresent() && kind.get() != command.kind()) {
                desk.answer(command, Outcome.OTHER_KIND, 0, kind.get().words());
            } else {
                machine(command.kind()).apply(desk, command);
            }
        }

        private void repeat(Command command, long number, CallState.Ended ended) {
            replies.add(new Reply(
                    command.replyTo(), command.session(), number, ended.outcome(), ended.amount(), ended.value()));
        }

        private void reply(Command command, Outcome outcome, String value) {
            replies.add(new Reply(command.replyTo(), command.session(), command.number(), outcome, 0, value));
        }

        private Desk desk(String name) {
            return new Desk(store, calls, replies, name, offset, millis);
        }
    }

    private Machine machine(Desk desk) {
        return machine(desk.kind().orElseThrow());
    }

    private Machine machine(Kind kind) {
        Machine machine = machines.get(kind);
        if (machine == null) {
            throw new IllegalStateException("nothing knows what a " + kind.words() + " does");
        }
        return machine;
    }
}
