package io.trireme.state;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The calls of a conversation that are under way, by their numbers, and what is known of all before them. Guarded by the lock of
 * the conversation.
 *
 * <p>A call may wait for hours. So that those behind it can be forgotten all the same, it is passed over once it was told that it
 * waits: the shard keeps it apart from then on. Its answer cannot be passed over in the same way when it comes, since there may be
 * others before it that still wait; its number is said with each call, until one that said it is answered.
 */
final class Underway {
    private final TreeMap<Long, Pending> calls = new TreeMap<>();
    private final TreeSet<Long> untold = new TreeSet<>(); // of the calls, those that nothing was heard of
    private final TreeSet<Long> late =
            new TreeSet<>(); // answered, and kept apart by the shard, as far as this process knows
    private long said; // the last of the late ones that a call told of
    private long number;

    /** Whether the shard would refuse one more. */
    boolean isFull() {
        return calls.size() + late.size() >= Limits.CALLS || number + 1 - told() >= Limits.CALLS;
    }

    /** Which number the next call has. */
    long next() {
        return number + 1;
    }

    /** The next one. */
    void add(Pending call) {
        number = call.command().number();
        calls.put(number, call);
        untold.add(number);
    }

    /** As the next call says it. */
    Known known() {
        return known(nextLate());
    }

    /** Where there are too many for one call each tells of others: or all that are under way would tell of the same. */
    private List<Long> nextLate() {
        if (late.size() <= Limits.LATE) {
            return List.copyOf(late);
        }
        List<Long> page = late.tailSet(said, false).stream().limit(Limits.LATE).toList();
        said = page.size() < Limits.LATE ? 0 : page.getLast(); // numbers begin with 1
        return page;
    }

    /** As a call says it that is asked for again: of late ones the same as before, so that its answer tells what was heard. */
    Known known(List<Long> said) {
        return new Known(answered(), told(), said);
    }

    private long answered() {
        return calls.isEmpty() ? next() : calls.firstKey();
    }

    private long told() {
        return untold.isEmpty() ? next() : untold.first();
    }

    Optional<Pending> find(long call) {
        return Optional.ofNullable(calls.get(call));
    }

    /** This very one: another one may have the number that a refused one would have had. */
    boolean has(Pending call) {
        return calls.get(call.command().number()) == call;
    }

    List<Pending> all() {
        return List.copyOf(calls.values());
    }

    void waits(Pending call) {
        call.waits();
        untold.remove(call.command().number());
        heard(call.command());
    }

    void ended(Pending call, Outcome outcome) {
        Command command = call.command();
        remove(call);
        if (command.waits() && command.number() > answered()) {
            late.add(command.number());
        }
        // What is withdrawn may never have come there, and what is of no session is not looked at for this.
        if (outcome != Outcome.WITHDRAWN && !command.verb().ofNoSession()) {
            heard(command);
        }
    }

    private void heard(Command command) {
        command.known().late().forEach(late::remove);
    }

    /** The shard never had it. */
    void remove(Pending call) {
        calls.remove(call.command().number());
        untold.remove(call.command().number());
        late.headSet(answered()).clear(); // they need not be told one by one
    }
}
