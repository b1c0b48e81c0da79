package io.trireme.state;

import com.fasterxml.jackson.core.type.TypeReference;
import io.trireme.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What shared objects there are: list them, show one, and take a lock from who holds it. Asks those who hold them; calls
 * block. Any thread.
 *
 * <p>All throw {@link io.trireme.TriremeException}: {@link Fault#STATE_MISSING}, {@link Fault#STATE_UNANSWERED}.
 */
public final class StateDirectory {
    private final StateClient client;

    StateDirectory(StateClient client) {
        this.client = client;
    }

    /** Of what this process shares. */
    public static StateDirectory of(SharedState state) {
        return new StateDirectory(state.client());
    }

    /** The first {@code limit} objects that are not at rest, by name; long values are left out. */
    public List<Summary> list(int limit) {
        var all = new ArrayList<Summary>();
        for (int partition = 0; partition < client.partitions(); partition++) {
            String last = "";
            boolean more = true;
            for (int found = 0; more && found < limit; ) {
                Reply page = ask(partition, Command.of(Kind.LOCK, last, Verb.LIST));
                List<Summary> objects = Json.read(page.value(), new TypeReference<List<Summary>>() {});
                all.addAll(objects);
                found += objects.size();
                more = page.amount() > 0;
                last = objects.isEmpty() ? last : objects.getLast().name();
            }
        }
        return all.stream()
                .sorted(Comparator.comparing(Summary::name))
                .limit(limit)
                .toList();
    }

    /** One object, unless it is at rest. */
    public Optional<Summary> find(String name) {
        Reply reply = about(Command.of(Kind.LOCK, name, Verb.SHOW));
        return reply.outcome() == Outcome.DONE
                ? Optional.of(Json.read(reply.value(), new TypeReference<Summary>() {}))
                : Optional.empty();
    }

    /** @throws io.trireme.TriremeException {@link Fault#STATE_UNKNOWN} */
    public Summary show(String name) {
        return find(name).orElseThrow(() -> Fault.STATE_UNKNOWN.because(Words.cut(name)));
    }

    /**
     * Takes a lock from who holds it now and gives it to who waits; who held it is told when it gives it up. Whoever gets it
     * meanwhile keeps it.
     *
     * @throws io.trireme.TriremeException {@link Fault#STATE_UNKNOWN} if nobody holds it
     */
    public void release(String name) {
        Summary held = show(name);
        if (held.holder().isEmpty()) {
            throw Fault.STATE_UNKNOWN.because(Words.cut(name));
        }
        about(Command.of(Kind.LOCK, name, Verb.FORCE).withAmount(held.token())); // refused: it holds it no longer
    }

    private Reply about(Command command) {
        return ask(Names.partition(Names.checked(command.name()), client.partitions()), command);
    }

    private Reply ask(int partition, Command command) {
        StateClient.Call call = client.call(partition, command);
        client.turns().await(call.pending().answer(), Long.MAX_VALUE);
        return Access.answer(call);
    }
}
