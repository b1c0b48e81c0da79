package io.trireme.state;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A list of the whole cluster, or an array, which is as long as it was made and for ever. Each call stands for itself; an
 * iterator shows the list as it was when it began, a list iterator goes through it as it is. Any thread.
 */
public final class SharedList<T> extends AbstractList<T> implements RandomAccess {
    private final Access access;
    private final Values<T> values;

    SharedList(Access access, Values<T> values) {
        this.access = access;
        this.values = values;
    }

    private Reply at(Command command) {
        if (command.amount() < 0) {
            throw new IndexOutOfBoundsException("index " + command.amount());
        }
        Reply reply = access.ask(command);
        if (reply.outcome() == Outcome.NO_INDEX) {
            throw new IndexOutOfBoundsException("index " + command.amount() + " of " + reply.amount());
        }
        return reply;
    }

    /** An array's element is null until it is set. */
    @Override
    public @Nullable T get(int index) {
        return read(at(access.command(Verb.GET).withAmount(index)).value());
    }

    @Override
    public @Nullable T set(int index, T value) {
        return read(at(access.command(Verb.PUT).withAmount(index).withValue(values.text(value)))
                .value());
    }

    @Override
    public void add(int index, T value) {
        requireList();
        at(access.command(Verb.ADD).withAmount(index).withValue(values.text(value)));
    }

    /** The end is where the list ends when the call is carried out. */
    @Override
    public boolean add(T value) {
        requireList();
        at(access.command(Verb.APPEND).withValue(values.text(value)));
        return true;
    }

    @Override
    public @Nullable T remove(int index) {
        requireList();
        return read(at(access.command(Verb.REMOVE).withAmount(index)).value());
    }

    @Override
    public void clear() {
        access.ask(access.command(Verb.CLEAR));
    }

    @Override
    public int size() {
        return Math.toIntExact(access.ask(access.command(Verb.SIZE)).amount());
    }

    private void requireList() {
        if (access.shape() > 0) {
            throw new UnsupportedOperationException("an array neither grows nor shrinks");
        }
    }

    /** All elements at one moment. */
    public List<@Nullable T> snapshot() {
        String all = access.ask(access.command(Verb.PAGE)).value();
        return Json.read(all, new TypeReference<List<String>>() {}).stream()
                .map(this::read)
                .toList();
    }

    @Override
    public Iterator<T> iterator() {
        return snapshot().iterator();
    }

    private @Nullable T read(String json) {
        return json.isEmpty() || json.equals("null") ? null : values.value(json);
    }
}
