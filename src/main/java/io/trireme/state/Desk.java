package io.trireme.state;

import io.trireme.streams.OrderedStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;

/**
 * What a machine works at while it carries out one command on one object: the object's head, its lines and entries, what
 * sessions hold of it, and the replies that come of it. Owned by its shard, for as long as the command takes.
 */
final class Desk {
    private final OrderedStore store;
    private final Calls calls;
    private final List<Reply> replies;
    private final String name;
    private final long offset;
    private final long millis;

    Desk(OrderedStore store, Calls calls, List<Reply> replies, String name, long offset, long millis) {
        this.store = store;
        this.calls = calls;
        this.replies = replies;
        this.name = name;
        this.offset = offset;
        this.millis = millis;
    }

    String name() {
        return name;
    }

    /** Of the command, which is the fencing token of what it grants. */
    long offset() {
        return offset;
    }

    /** When the brokers got the command; for people, nothing is decided by it. */
    long millis() {
        return millis;
    }

    Optional<Kind> kind() {
        return store.get(Keys.head(name)).map(head -> Kind.of(head[0]));
    }

    <H> Optional<H> head(Class<H> type) {
        return store.get(Keys.head(name)).map(head -> Json.read(Arrays.copyOfRange(head, 1, head.length), type));
    }

    void keep(Kind kind, Object head) {
        byte[] json = Json.write(head);
        store.put(
                Keys.head(name),
                ByteBuffer.allocate(1 + json.length).put(kind.code()).put(json).array());
    }

    void erase() {
        store.delete(Keys.head(name));
    }

    /** The object is one of those that are looked at in turn, until it is taken out. */
    void enlist() {
        store.put(Keys.turn(name), new byte[0]);
    }

    void delist() {
        store.delete(Keys.turn(name));
    }

    /** Of those that are looked at in turn, the one whose turn it is; there is one at least. */
    Desk nextEnlisted() {
        byte[] last =
                store.get(Keys.lastTurn()).map(at -> Keys.turn(Texts.of(at))).orElse(Keys.lastTurn());
        String next =
                firstEnlisted(last).or(() -> firstEnlisted(Keys.lastTurn())).orElseThrow();
        store.put(Keys.lastTurn(), Texts.bytes(next));
        return new Desk(store, calls, replies, next, offset, millis);
    }

    private Optional<String> firstEnlisted(byte[] behind) {
        var found = new ArrayList<String>(1);
        store.scan(Keys.behind(behind), Keys.endOf(Keys.lastTurn()), (key, value) -> {
            found.add(Keys.nameOf(key));
            return false;
        });
        return found.stream().findFirst();
    }

    /** How much of the object a session holds. */
    long held(String session) {
        return store.get(Keys.hold(session, name))
                .map(count -> ByteBuffer.wrap(count).getLong())
                .orElse(0L);
    }

    void hold(String session, long count) {
        if (count == 0) {
            store.delete(Keys.hold(session, name));
        } else {
            store.put(
                    Keys.hold(session, name),
                    ByteBuffer.allocate(Long.BYTES).putLong(count).array());
        }
    }

    Line append(Line line, byte[] content) {
        store.put(Keys.place(name, line.id(), line.next()), content);
        return new Line(line.id(), line.first(), line.next() + 1, line.size() + 1);
    }

    Line prepend(Line line, byte[] content) {
        long index = line.first() - 1;
        store.put(Keys.place(name, line.id(), index), content);
        return new Line(line.id(), index, line.next(), line.size() + 1);
    }

    Optional<byte[]> at(Line line, long index) {
        return store.get(Keys.place(name, line.id(), index));
    }

    Optional<byte[]> first(Line line) {
        return line.isEmpty() ? Optional.empty() : at(line, line.first());
    }

    Line removeFirst(Line line) {
        return remove(line, line.first());
    }

    Line remove(Line line, long index) {
        store.delete(Keys.place(name, line.id(), index));
        if (line.size() == 1) {
            return Line.empty(line.id());
        }
        long first = index == line.first() ? firstFrom(line, index + 1) : line.first();
        return new Line(line.id(), first, line.next(), line.size() - 1);
    }

    /** The first place that is not empty. Behind one who waits for days millions may have come and gone: they are not walked over. */
    private long firstFrom(Line line, long index) {
        if (at(line, index).isPresent()) {
            return index;
        }
        var found = new AtomicLong(line.next());
        store.scan(Keys.place(name, line.id(), index), Keys.place(name, line.id(), line.next()), (place, content) -> {
            found.set(Keys.index(place));
            return false;
        });
        return found.get();
    }

    /** The call waits, last in line, and its caller is told so: that tells waiting from there being nobody who answers. */
    Line await(Line line, Waiter waiter) {
        replies.add(new Reply(waiter.replyTo(), waiter.session(), waiter.number(), Outcome.WAITS, 0, ""));
        return move(line, waiter);
    }

    /** A call that waited elsewhere waits here, last in line. */
    Line move(Line line, Waiter waiter) {
        calls.setApart(waiter.session(), waiter.number(), new CallState.Waits(new Place(name, line.id(), line.next())));
        return append(line, Json.write(waiter));
    }

    Optional<Waiter> waiterAt(Place place) {
        return store.get(Keys.place(name, place.line(), place.index())).map(waiter -> Json.read(waiter, Waiter.class));
    }

    Optional<Waiter> firstWaiter(Line line) {
        return first(line).map(waiter -> Json.read(waiter, Waiter.class));
    }

    /** Answers all who wait in the line, first come first; returns it empty. */
    Line dismiss(Line line, Outcome outcome) {
        Line left = line;
        for (var waiter = firstWaiter(left); waiter.isPresent(); waiter = firstWaiter(left)) {
            left = removeFirst(left);
            answer(waiter.get(), outcome, 0, "");
        }
        return left;
    }

    Optional<String> entry(String field) {
        return store.get(Keys.entry(name, field)).map(Texts::of);
    }

    void entry(String field, String value) {
        store.put(Keys.entry(name, field), Texts.bytes(value));
    }

    void removeEntry(String field) {
        store.delete(Keys.entry(name, field));
    }

    /** Entries behind {@code field}, or all of them if it is empty, in the order of their bytes, until {@code whom} says false. */
    void entries(String field, BiPredicate<String, String> whom) {
        byte[] from = field.isEmpty() ? Keys.entries(name) : Keys.behind(Keys.entry(name, field));
        store.scan(
                from,
                Keys.endOf(Keys.entries(name)),
                (key, value) -> whom.test(Keys.fieldOf(name, key), Texts.of(value)));
    }

    /** Answers a call that has not waited. */
    void answer(Command command, Outcome outcome, long amount, String value) {
        if (command.verb().changes()) {
            calls.answered(command.session(), command.number(), new CallState.Ended(outcome, amount, value));
        }
        replies.add(new Reply(command.replyTo(), command.session(), command.number(), outcome, amount, value));
    }

    void answer(Command command, Outcome outcome) {
        answer(command, outcome, 0, "");
    }

    /** Answers a call that has waited. */
    void answer(Waiter waiter, Outcome outcome, long amount, String value) {
        calls.setApart(waiter.session(), waiter.number(), new CallState.Ended(outcome, amount, value));
        replies.add(new Reply(waiter.replyTo(), waiter.session(), waiter.number(), outcome, amount, value));
    }
}
