package io.trireme.state;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A map of the whole cluster. Keys and values are JSON: two keys are one if they are written alike. What walks through it
 * reads a page at a time and sees, of what changes meanwhile, some. Any thread.
 */
public final class SharedMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {
    private final Access access;
    private final Values<K> keys;
    private final Values<V> values;

    SharedMap(Access access, Values<K> keys, Values<V> values) {
        this.access = access;
        this.keys = keys;
        this.values = values;
    }

    private Command at(Verb verb, Object key) {
        return access.command(verb).withField(keys.any(key));
    }

    private @Nullable V read(Reply reply) {
        return reply.value().isEmpty() ? null : values.value(reply.value());
    }

    @Override
    public @Nullable V get(Object key) {
        return read(access.ask(at(Verb.GET, key)));
    }

    /** As {@link #get}, without a thread that waits; null for none. */
    public CompletableFuture<@Nullable V> getAsync(K key) {
        return access.askAsync(at(Verb.GET, key)).thenApply(this::read);
    }

    @Override
    public boolean containsKey(Object key) {
        return access.ask(at(Verb.GET, key)).outcome() == Outcome.DONE;
    }

    @Override
    public @Nullable V put(K key, V value) {
        return read(access.ask(at(Verb.PUT, key).withValue(values.text(value))));
    }

    /** As {@link #put}, without a thread that waits; null for none before. */
    public CompletableFuture<@Nullable V> putAsync(K key, V value) {
        return access.askAsync(at(Verb.PUT, key).withValue(values.text(value))).thenApply(this::read);
    }

    /** As {@link #remove(Object)}, without a thread that waits; null for none before. */
    public CompletableFuture<@Nullable V> removeAsync(K key) {
        return access.askAsync(at(Verb.REMOVE, key)).thenApply(this::read);
    }

    /** As {@link #putIfAbsent}, without a thread that waits; null for none before. */
    public CompletableFuture<@Nullable V> putIfAbsentAsync(K key, V value) {
        return access.askAsync(at(Verb.PUT_IF_ABSENT, key).withValue(values.text(value)))
                .thenApply(this::read);
    }

    /** As {@link #replace(Object, Object, Object)}, without a thread that waits. */
    public CompletableFuture<Boolean> replaceAsync(K key, V before, V value) {
        return access.askAsync(replacing(key, before, value)).thenApply(reply -> reply.outcome() == Outcome.DONE);
    }

    /** As {@link #size}, without a thread that waits. */
    public CompletableFuture<Integer> sizeAsync() {
        return access.askAsync(access.command(Verb.SIZE)).thenApply(reply -> Math.toIntExact(reply.amount()));
    }

    @Override
    public @Nullable V remove(Object key) {
        return read(access.ask(at(Verb.REMOVE, key)));
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        return read(access.ask(at(Verb.PUT_IF_ABSENT, key).withValue(values.text(value))));
    }

    @Override
    public boolean remove(Object key, Object value) {
        return access.ask(at(Verb.REMOVE_IF, key).expecting(values.any(value))).outcome() == Outcome.DONE;
    }

    @Override
    public boolean replace(K key, V before, V value) {
        return access.ask(replacing(key, before, value)).outcome() == Outcome.DONE;
    }

    private Command replacing(K key, V before, V value) {
        return at(Verb.REPLACE_IF, key).expecting(values.text(before)).withValue(values.text(value));
    }

    @Override
    public @Nullable V replace(K key, V value) {
        return read(access.ask(at(Verb.REPLACE, key).withValue(values.text(value))));
    }

    @Override
    public int size() {
        return Math.toIntExact(access.ask(access.command(Verb.SIZE)).amount());
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public void clear() {
        access.ask(access.command(Verb.CLEAR));
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return new Walk();
            }

            @Override
            public int size() {
                return SharedMap.this.size();
            }
        };
    }

    /** Reads a page when the one before is used up. Not thread-safe. */
    private final class Walk implements Iterator<Map.Entry<K, V>> {
        private final List<String> page = new ArrayList<>(); // fields and values in turn
        private int next;
        private String last = "";
        private boolean more = true;

        @Override
        public boolean hasNext() {
            while (next == page.size() && more) {
                Reply reply = access.ask(access.command(Verb.PAGE).withField(last));
                page.clear();
                page.addAll(Json.read(reply.value(), new TypeReference<List<String>>() {}));
                next = 0;
                more = reply.amount() > 0;
            }
            return next < page.size();
        }

        @Override
        public Map.Entry<K, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            last = page.get(next++);
            K key = keys.value(last);
            return new SimpleEntry<>(key, values.value(page.get(next++))) {
                private static final long serialVersionUID = 1L;

                @Override
                public V setValue(V value) {
                    SharedMap.this.put(key, value);
                    return super.setValue(value);
                }
            };
        }

        @Override
        public void remove() {
            SharedMap.this.remove(keys.value(last));
        }
    }
}
