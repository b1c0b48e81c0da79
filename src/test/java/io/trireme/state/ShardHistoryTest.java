package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.state.Models.Asked;
import io.trireme.state.Models.Said;
import io.trireme.streams.MapStore;
import io.trireme.testing.Linearizability;
import io.trireme.testing.Model;
import io.trireme.testing.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A partition with everything that can happen to it, in any order: calls that overlap, copies of calls, replies that are late
 * or lost, callers that stop waiting, die, or sleep past their lease; owners that fail over to what was committed last, and
 * go on answering although they are no longer owners.
 */
class ShardHistoryTest {
    private static final int CALLERS = 4;
    private static final int STEPS = 350;
    private static final int PERMITS = 2;
    private static final int BOUND = 2;

    @Property(tries = 300)
    void every_history_of_every_object_has_an_order_that_explains_it(@ForAll long seed) {
        var world = new World(new Random(seed));
        for (int step = 0; step < STEPS; step++) {
            world.step();
        }

        world.check("lock", Models.LOCK);
        world.check("semaphore", Models.semaphore(PERMITS));
        world.check("queue", Models.queue(BOUND));
        world.check("map", Models.ENTRY);
        world.check("counter", Models.COUNTER);
    }

    /** A session and the one call that it has under way. */
    private static final class Caller {
        final String session;
        long number;
        Optional<Command> sent = Optional.empty();
        long called;

        Caller(String session) {
            this.session = session;
        }
    }

    /** Somebody who carries the log out, the true owner or one that was. */
    private static final class Owner {
        final MapStore store;
        final LateWrites writes;
        final Shard shard;
        int position;

        Owner(MapStore store, int position) {
            this.store = store;
            this.writes = new LateWrites(store);
            this.shard = new Shard(writes);
            this.position = position;
        }
    }

    private static final class World {
        private final Random random;
        private final List<Command> log = new ArrayList<>();
        private final Map<Integer, List<Reply>> byOffset = new HashMap<>();
        private final List<Reply> onTheirWay = new ArrayList<>();
        private final List<Caller> callers = new ArrayList<>();
        private final Map<String, List<Operation<Asked, Said>>> history = new HashMap<>();
        private Owner owner = new Owner(new MapStore(), 0);
        private Owner zombie = owner;
        private MapStore committed = new MapStore();
        private int committedPosition;
        private long now;
        private int sessions;

        World(Random random) {
            this.random = random;
            for (int i = 0; i < CALLERS; i++) {
                callers.add(open());
            }
        }

        private Caller open() {
            var caller = new Caller("s" + sessions++);
            log.add(Command.of(Verb.OPEN, caller.session, 10_000));
            return caller;
        }

        void step() {
            now++;
            switch (random.nextInt(24)) {
                case 0 -> commit();
                case 1 -> failOver();
                case 2 -> repeat(anyCaller());
                case 3 -> withdraw(anyCaller());
                case 4 -> replace(random.nextInt(CALLERS));
                case 5 -> expire(anyCaller());
                case 6 -> log.add(Command.of(Verb.RENEW, anyCaller().session, 0));
                case 7, 8, 9, 10, 11 -> call(anyCaller());
                case 12, 13, 14 -> carryOut(zombie);
                case 15, 16, 17, 18 -> carryOut(owner);
                default -> deliver();
            }
        }

        private Caller anyCaller() {
            return callers.get(random.nextInt(CALLERS));
        }

        private void commit() {
            committed = owner.store.copy();
            committedPosition = owner.position;
        }

        private void failOver() {
            zombie = owner;
            owner = new Owner(committed.copy(), committedPosition);
        }

        private void carryOut(Owner who) {
            if (who.position == log.size()) {
                return;
            }
            int offset = who.position++;
            List<Reply> replies = who.shard.apply(offset, offset, log.get(offset));
            assertThat(byOffset.computeIfAbsent(offset, first -> replies))
                    .as("what %s comes to, whoever carries it out", log.get(offset))
                    .isEqualTo(replies);
            onTheirWay.addAll(replies);
            who.writes.write();
        }

        private void call(Caller caller) {
            if (caller.sent.isPresent()) {
                return;
            }
            caller.number++;
            Command command = anything().from(caller.session, caller.number, caller.number, 0);
            caller.sent = Optional.of(command);
            caller.called = now;
            log.add(command);
        }

        private Command anything() {
            boolean waits = random.nextBoolean();
            Command command =
                    switch (random.nextInt(10)) {
                        case 0, 1 ->
                            Command.of(Kind.PLAIN_LOCK, "lock", Verb.ACQUIRE).withHolder("h");
                        case 2 ->
                            Command.of(Kind.PLAIN_LOCK, "lock", Verb.RELEASE).withHolder("h");
                        case 3 -> semaphore(Verb.ACQUIRE);
                        case 4 -> semaphore(Verb.RELEASE);
                        case 5 -> queue(Verb.PUT).withValue(String.valueOf(now));
                        case 6 -> queue(Verb.TAKE);
                        case 7 ->
                            Command.of(Kind.MAP, "map", anyOf(Verb.PUT, Verb.PUT_IF_ABSENT))
                                    .withField("1")
                                    .withValue(String.valueOf(now));
                        case 8 ->
                            Command.of(Kind.MAP, "map", anyOf(Verb.GET, Verb.REMOVE))
                                    .withField("1");
                        default ->
                            Command.of(Kind.COUNTER, "counter", anyOf(Verb.ADD, Verb.GET))
                                    .withAmount(1 + random.nextInt(9));
                    };
            return waits && command.kind() != Kind.MAP ? command.waiting() : command;
        }

        private Command semaphore(Verb verb) {
            return Command.of(Kind.BOUNDED_SEMAPHORE, "semaphore", verb)
                    .withShape(PERMITS)
                    .withAmount(1);
        }

        private static Command queue(Verb verb) {
            return Command.of(Kind.QUEUE, "queue", verb).withShape(BOUND);
        }

        private Verb anyOf(Verb... verbs) {
            return verbs[random.nextInt(verbs.length)];
        }

        private void repeat(Caller caller) {
            caller.sent.filter(command -> command.verb().changes()).ifPresent(log::add);
        }

        private void withdraw(Caller caller) {
            caller.sent
                    .filter(Command::waits)
                    .filter(command -> command.verb().changes())
                    .ifPresent(command -> log.add(Command.of(Verb.WITHDRAW, caller.session, command.number())));
        }

        /** The caller dies without a word, and another one comes. */
        private void replace(int index) {
            Caller dead = callers.set(index, open());
            dead.sent.ifPresent(command -> record(command, Operation.unknown(dead.called, asked(command))));
            expire(dead);
        }

        /** What the owner has seen may be old. The caller may be alive, and learns it from its next reply. */
        private void expire(Caller caller) {
            Optional<Session> seen = (random.nextBoolean() ? owner : zombie).shard.session(caller.session);
            seen.ifPresent(session -> {
                log.add(Command.of(Verb.EXPIRE, caller.session, session.renewed()));
                for (String object : List.of("lock", "semaphore")) {
                    var end = new Asked(caller.session, Verb.CLOSE, "", "", 0);
                    history.computeIfAbsent(object, any -> new ArrayList<>()).add(Operation.unknown(now, end));
                }
            });
        }

        /** Replies come in any order, and some twice; a caller takes the first to its call. */
        private void deliver() {
            if (onTheirWay.isEmpty()) {
                return;
            }
            Reply reply = onTheirWay.remove(random.nextInt(onTheirWay.size()));
            if (reply.outcome() == Outcome.WAITS) {
                return;
            }
            for (int i = 0; i < CALLERS; i++) {
                Caller caller = callers.get(i);
                if (caller.session.equals(reply.session()) && isAnswer(caller, reply)) {
                    Command command = caller.sent.orElseThrow();
                    var said = new Said(reply.outcome(), reply.amount(), reply.value());
                    // A lost lease says nothing of the call: it may have been carried out before, and its answer lost.
                    record(
                            command,
                            reply.outcome() == Outcome.LEASE_LOST
                                    ? Operation.unknown(caller.called, asked(command))
                                    : Operation.known(caller.called, now, asked(command), said));
                    caller.sent = Optional.empty();
                    if (reply.outcome() == Outcome.LEASE_LOST) {
                        callers.set(i, open());
                    }
                }
            }
        }

        private static boolean isAnswer(Caller caller, Reply reply) {
            return caller.sent
                    .map(Command::number)
                    .filter(number -> number == reply.number())
                    .isPresent();
        }

        private static Asked asked(Command command) {
            return new Asked(command.session(), command.verb(), command.field(), command.value(), command.amount());
        }

        private void record(Command command, Operation<Asked, Said> operation) {
            history.computeIfAbsent(command.name(), any -> new ArrayList<>()).add(operation);
        }

        <S> void check(String object, Model<S, Asked, Said> model) {
            List<Operation<Asked, Said>> all = new ArrayList<>(history.getOrDefault(object, List.of()));
            for (Caller caller : callers) {
                caller.sent
                        .filter(command -> command.name().equals(object))
                        .ifPresent(command -> all.add(Operation.unknown(caller.called, asked(command))));
            }
            assertThat(Linearizability.violation(all, model)).as(object).isEmpty();
        }
    }
}
