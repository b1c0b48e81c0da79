package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.streams.MapStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Callers with many calls at a time, of which some wait for long, and a shard; between them commands are lost, and answers are
 * lost, late, out of order and twice there. What was asked for comes about once, and in the end nothing of it is kept.
 */
class OneEffectTest {
    private static final int STEPS = 250;
    private static final Command WAIT = Command.of(Kind.EVENT, "go", Verb.AWAIT).waiting();

    @Property(tries = 50)
    void what_is_asked_for_comes_about_once_whatever_is_lost_on_the_way(@ForAll long seed) {
        var world = new World(new Random(seed));
        world.call(0, WAIT);
        for (int step = 0; step < STEPS; step++) {
            world.step();
        }
        world.settle();

        assertThat(world.found).as("items").doesNotHaveDuplicates().containsAll(world.put);
        assertThat(world.count()).as("count").isBetween(world.added, world.added + world.unknown);
        assertThat(world.kept()).as("calls that are kept").isLessThanOrEqualTo(1 + world.callers.size());
    }

    @Test
    void a_call_that_waits_for_long_is_no_bound_on_those_behind_it() {
        var world = new World(new Random(0));
        world.losing = false;
        Pending waits = world.call(0, WAIT);
        world.deliver();
        Command lock =
                Command.of(Kind.LOCK, "door", Verb.ACQUIRE).withHolder("1").waiting();
        for (int i = 0; i < 50; i++) {
            world.call(0, lock);
            world.call(0, lock.withHolder("2")); // waits
            world.deliver();
            world.call(0, Command.of(Kind.LOCK, "door", Verb.RELEASE).withHolder("1"));
            world.deliver();
            world.call(0, Command.of(Kind.LOCK, "door", Verb.RELEASE).withHolder("2"));
            world.deliver();
        }

        assertThat(world.kept()).isLessThan(10);
        assertThat(waits.answer()).isNotDone();
    }

    private static final class World {
        private static final Command QUEUE =
                Command.of(Kind.QUEUE, "q", Verb.PUT).withShape(3);
        private static final Command COUNT =
                Command.of(Kind.COUNTER, "n", Verb.ADD).withAmount(1);

        final List<Conversation> callers = new ArrayList<>();
        final List<String> put = new ArrayList<>();
        final List<String> found = new ArrayList<>();
        long added;
        long unknown;
        boolean losing = true;
        private final Random random;
        private final MapStore store = new MapStore();
        private final List<Reply> onTheirWay = new ArrayList<>();
        private final List<Pending> calls = new ArrayList<>();
        private Shard shard = new Shard(store);
        private long offset;
        private long now;

        World(Random random) {
            this.random = random;
            var terms = new Conversation.Terms(0, Duration.ofDays(9), Duration.ofDays(9));
            for (String name : List.of("ada", "bob")) {
                shard.apply(
                        offset++, 0, Command.of(Verb.OPEN, name, terms.lease().toMillis()));
                callers.add(new Conversation(name, 0, terms, (partition, command) -> append(command)));
            }
        }

        private boolean isLost() {
            return losing && random.nextInt(10) == 0;
        }

        private void append(Command command) {
            if (!isLost()) {
                onTheirWay.addAll(shard.apply(offset, offset, command));
                offset++;
            }
        }

        Pending call(int caller, Command command) {
            Pending call = callers.get(caller).call(command, granted -> undo(command, granted), now);
            calls.add(call);
            call.answer().thenAccept(reply -> hear(call.command(), reply));
            return call;
        }

        private static Optional<Command> undo(Command command, Reply granted) {
            return command.verb() == Verb.TAKE
                    ? Optional.of(Command.of(Kind.QUEUE, "q", Verb.GIVE_BACK)
                            .withShape(3)
                            .withValue(granted.value()))
                    : Optional.empty();
        }

        private void hear(Command command, Reply reply) {
            boolean done = reply.outcome() == Outcome.DONE;
            if (done && command.verb() == Verb.PUT) {
                put.add(command.value());
            } else if (done && command.verb() == Verb.TAKE) {
                found.add(reply.value());
            } else if (command.verb() == Verb.ADD) {
                added += done ? 1 : 0;
            }
        }

        void step() {
            switch (random.nextInt(16)) {
                case 0 -> tick();
                case 1 -> any().ifPresent(this::withdraw);
                case 2 -> any().ifPresent(this::abandon);
                case 3 -> shard = new Shard(store); // a takeover
                case 4 -> call(random.nextInt(2), WAIT);
                case 5, 6 ->
                    call(
                            random.nextInt(2),
                            QUEUE.withValue("\"" + calls.size() + "\"").waiting());
                case 7, 8 ->
                    call(
                            random.nextInt(2),
                            Command.of(Kind.QUEUE, "q", Verb.TAKE).withShape(3).waiting());
                case 9, 10 -> call(random.nextInt(2), COUNT);
                default -> deliverOne();
            }
        }

        /** But the first, which waits to the end. */
        private Optional<Pending> any() {
            int which = random.nextInt(calls.size());
            return which == 0 ? Optional.empty() : Optional.of(calls.get(which));
        }

        private Conversation caller(String session) {
            return callers.get(session.equals("ada") ? 0 : 1);
        }

        private void withdraw(Pending call) {
            caller(call.command().session()).withdraw(call, now);
        }

        private void abandon(Pending call) {
            if (!call.answer().isDone()) {
                caller(call.command().session()).abandon(call);
                unknown += call.command().verb() == Verb.ADD ? 1 : 0;
            }
        }

        private void tick() {
            now += Duration.ofSeconds(31).toNanos();
            callers.forEach(caller -> caller.tick(now));
        }

        private void deliverOne() {
            if (!onTheirWay.isEmpty()) {
                int which = random.nextInt(onTheirWay.size());
                Reply reply = random.nextInt(10) == 0 ? onTheirWay.get(which) : onTheirWay.remove(which);
                if (!isLost()) {
                    tell(reply);
                }
            }
        }

        private void tell(Reply reply) {
            caller(reply.session()).reply(reply, now);
        }

        void deliver() {
            while (!onTheirWay.isEmpty()) {
                tell(onTheirWay.removeFirst());
            }
        }

        /** Nothing is lost any more, and nobody but the first wants to wait. */
        void settle() {
            losing = false;
            calls.stream().skip(1).forEach(this::withdraw);
            for (int rounds = 0; rounds < 4; rounds++) {
                deliver();
                tick();
            }
            deliver();
            for (int caller = 0; caller < 2; caller++) {
                for (int i = 0; i < 5; i++) { // each tells what was heard of late ones
                    call(caller, Command.of(Kind.EVENT, "go", Verb.CLEAR));
                    deliver();
                }
            }
            Command take = Command.of(Kind.QUEUE, "q", Verb.TAKE).withShape(3);
            for (var left = new TreeSet<String>(List.of("")); !left.isEmpty(); ) {
                left.clear();
                call(0, take).answer().thenAccept(reply -> left.add(reply.value()));
                deliver();
                left.remove("");
            }
        }

        long count() {
            var count = new long[1];
            call(1, Command.of(Kind.COUNTER, "n", Verb.GET)).answer().thenAccept(reply -> count[0] = reply.amount());
            deliver();
            return count[0];
        }

        /** How many calls the shard knows. */
        int kept() {
            var kept = new int[1];
            for (byte[] tag : List.of(Keys.apart(), new byte[] {Keys.call("", 0)[0]})) {
                store.scan(tag, Keys.endOf(tag), (key, value) -> ++kept[0] > 0);
            }
            return kept[0];
        }
    }
}
