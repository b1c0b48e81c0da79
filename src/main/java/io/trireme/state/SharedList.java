package io.trireme.state;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.AbstractList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.RandomAccess;
import java.util.concurrent.CompletableFuture;
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
        requireIndex(command);
        return at(command, access.ask(command));
    }

    private CompletableFuture<Reply> atAsync(Command command) {
        requireIndex(command);
        return access.askAsync(command).thenApply(reply -> at(command, reply));
    }

    private static void requireIndex(Command command) {
        if (command.amount() < 0) {
            throw new IndexOutOfBoundsException("index " + command.amount());
        }
    }

    private static Reply at(Command command, Reply reply) {
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

    /** As {@link #get}, without a thread that waits. */
    public CompletableFuture<@Nullable T> getAsync(int index) {
        return atAsync(access.command(Verb.GET).withAmount(index)).thenApply(this::element);
    }

    /** As {@link #set}, without a thread that waits. */
    public CompletableFuture<@Nullable T> setAsync(int index, T value) {
        return atAsync(access.command(Verb.PUT).withAmount(index).withValue(values.text(value)))
                .thenApply(this::element);
    }

    /** As {@link #add(Object)}, without a thread that waits. */
    public CompletableFuture<Void> addAsync(T value) {
        requireList();
        return atAsync(access.command(Verb.APPEND).withValue(values.text(value)))
                .thenAccept(done -> {});
    }

    /** As {@link #remove(int)}, without a thread that waits. */
    public CompletableFuture<@Nullable T> removeAsync(int index) {
        requireList();
        return atAsync(access.command(Verb.REMOVE).withAmount(index)).thenApply(this::element);
    }

    /** As {@link #size}, without a thread that waits. */
    public CompletableFuture<Integer> sizeAsync() {
        return access.askAsync(access.command(Verb.SIZE)).thenApply(reply -> Math.toIntExact(reply.amount()));
    }

    /** As {@link #snapshot}, without a thread that waits. */
    public CompletableFuture<List<@Nullable T>> snapshotAsync() {
        return access.askAsync(access.command(Verb.PAGE)).thenApply(this::elements);
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
        return elements(access.ask(access.command(Verb.PAGE)));
    }

    private List<@Nullable T> elements(Reply all) {
        return texts(all).stream().map(this::read).toList();
    }

    private @Nullable T element(Reply reply) {
        return read(reply.value());
    }

    private List<String> texts() {
        return texts(access.ask(access.command(Verb.PAGE)));
    }

    private static List<String> texts(Reply all) {
        return Json.read(all.value(), new TypeReference<List<String>>() {});
    }

    /** Shows what was there when it began. It removes an element only where it was, else somebody changed the list meanwhile. */
    @Override
    public Iterator<T> iterator() {
        return new Walk(texts());
    }

    /** The first such element at the moment of the call. */
    @Override
    public boolean remove(@Nullable Object element) {
        requireList();
        while (true) {
            List<String> texts = texts();
            int index = texts.stream().map(this::read).toList().indexOf(element);
            if (index < 0 || removeIf(index, texts.get(index))) {
                return index >= 0;
            } // somebody changed the list in between
        }
    }

    private boolean removeIf(int index, String text) {
        Command command = access.command(Verb.REMOVE_IF).withAmount(index).expecting(text);
        return access.ask(command).outcome() == Outcome.DONE;
    }

    /** Not thread-safe. */
    private final class Walk implements Iterator<T> {
        private final List<String> texts;
        private int next;
        private int removed;
        private boolean removable;

        Walk(List<String> texts) {
            this.texts = texts;
        }

        @Override
        public boolean hasNext() {
            return next < texts.size();
        }

        @Override
        public @Nullable T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            removable = true;
            return read(texts.get(next++));
        }

        @Override
        public void remove() {
            requireList();
            if (!removable) {
                throw new IllegalStateException("next() comes before remove()");
            }
            if (!removeIf(next - 1 - removed, texts.get(next - 1))) {
                throw new ConcurrentModificationException();
            }
            removed++;
            removable = false;
        }
    }

    private @Nullable T read(String json) {
        return json.isEmpty() || json.equals("null") ? null : values.value(json);
    }
}
