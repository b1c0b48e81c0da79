package io.trireme.state;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of the whole cluster, which also knows which of its items are not done yet. Who puts and who takes is
 * served in the order of arrival. An item that was taken is the taker's, and lost with it: what must survive its worker is a
 * task on a queue of Trireme's own. What walks through it sees the items as they are when it begins. Any thread.
 */
public final class SharedQueue<T> extends AbstractQueue<T> implements BlockingQueue<T> {
    private final Access access;
    private final Values<T> values;

    SharedQueue(Access access, Values<T> values) {
        this.access = access;
        this.values = values;
    }

    private Command putting(T item) {
        return access.command(Verb.PUT).withValue(values.text(item));
    }

    /** An item that comes when nobody wants it any more is the first again. */
    private Optional<Command> giveBack(Reply taken) {
        return Optional.of(access.command(Verb.GIVE_BACK).withValue(taken.value()));
    }

    @Override
    public void put(T item) throws InterruptedException {
        put(access.await(putting(item), Pending.Undo.NONE));
    }

    @Override
    public boolean offer(T item, long time, TimeUnit unit) throws InterruptedException {
        return put(access.await(putting(item), Pending.Undo.NONE, unit.toNanos(time)));
    }

    /** If the item was put in the moment of the interrupt, it is put, and the interrupt is for what follows. */
    private static boolean put(Access.Awaited awaited) throws InterruptedException {
        boolean done = awaited.reply().outcome() == Outcome.DONE;
        if (awaited.interrupted()) {
            if (!done) {
                throw new InterruptedException();
            }
            Thread.currentThread().interrupt();
        }
        return done;
    }

    @Override
    public boolean offer(T item) {
        return access.ask(putting(item)).outcome() == Outcome.DONE;
    }

    /** Puts without a thread that waits. */
    public CompletableFuture<@Nullable Void> putAsync(T item) {
        return access.awaitAsync(putting(item), Pending.Undo.NONE, put -> null);
    }

    /** As {@link #offer(Object)}, without a thread that waits. */
    public CompletableFuture<Boolean> offerAsync(T item) {
        return access.askAsync(putting(item)).thenApply(reply -> reply.outcome() == Outcome.DONE);
    }

    /** Completes when each item that was put is done. */
    public CompletableFuture<@Nullable Void> joinAsync() {
        return access.awaitAsync(access.command(Verb.JOIN), Pending.Undo.NONE, done -> null);
    }

    /** As {@link #taskDone}, without a thread that waits. */
    public CompletableFuture<Void> taskDoneAsync() {
        return access.askAsync(access.command(Verb.TASK_DONE)).thenAccept(done -> {});
    }

    /** As {@link #size}, without a thread that waits. */
    public CompletableFuture<Integer> sizeAsync() {
        return access.askAsync(access.command(Verb.SIZE)).thenApply(reply -> Math.toIntExact(reply.amount()));
    }

    @Override
    public T take() throws InterruptedException {
        Access.Awaited awaited = access.await(access.command(Verb.TAKE), this::giveBack);
        if (awaited.interrupted()) {
            if (awaited.reply().outcome() != Outcome.DONE) {
                throw new InterruptedException();
            }
            Thread.currentThread().interrupt();
        }
        return values.value(awaited.reply().value());
    }

    @Override
    public @Nullable T poll(long time, TimeUnit unit) throws InterruptedException {
        Access.Awaited awaited = access.await(access.command(Verb.TAKE), this::giveBack, unit.toNanos(time));
        return put(awaited) ? values.value(awaited.reply().value()) : null;
    }

    /** As {@link #poll(long, TimeUnit)}. */
    public Optional<T> poll(Duration atMost) throws InterruptedException {
        return Optional.ofNullable(poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public @Nullable T poll() {
        StateClient.Call call = access.callSurely(access.command(Verb.TAKE), this::giveBack);
        return item(access.answered(call));
    }

    /** Takes without a thread that waits; who cancels the future no longer waits, and loses no item. */
    public CompletableFuture<T> takeAsync() {
        return access.awaitAsync(
                access.command(Verb.TAKE),
                this::giveBack,
                taken -> values.value(taken.reply().value()));
    }

    @Override
    public @Nullable T peek() {
        return item(access.ask(access.command(Verb.GET)));
    }

    private @Nullable T item(Reply reply) {
        return reply.outcome() == Outcome.DONE ? values.value(reply.value()) : null;
    }

    /** One item that was taken is done. */
    public void taskDone() {
        access.ask(access.command(Verb.TASK_DONE));
    }

    /** Waits until each item that was put is done. */
    public void join() throws InterruptedException {
        put(access.await(access.command(Verb.JOIN), Pending.Undo.NONE));
    }

    /** Waits until each item that was put is done, for so long at most; returns whether they are. */
    public boolean join(Duration atMost) throws InterruptedException {
        return put(access.await(access.command(Verb.JOIN), Pending.Undo.NONE, atMost.toNanos()));
    }

    @Override
    public int size() {
        return Math.toIntExact(access.ask(access.command(Verb.SIZE)).amount());
    }

    @Override
    public int remainingCapacity() {
        return Math.max(0, access.shape() - size());
    }

    @Override
    public void clear() {
        access.ask(access.command(Verb.CLEAR));
    }

    @Override
    public boolean remove(Object item) {
        return access.ask(access.command(Verb.REMOVE_IF).expecting(values.any(item)))
                        .outcome()
                == Outcome.DONE;
    }

    @Override
    public int drainTo(Collection<? super T> into) {
        return drainTo(into, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super T> into, int most) {
        if (into == this) {
            throw new IllegalArgumentException("a queue is not drained into itself");
        }
        int drained = 0;
        for (T item = next(drained, most); item != null; item = next(drained, most)) {
            into.add(item);
            drained++;
        }
        return drained;
    }

    private @Nullable T next(int drained, int most) {
        return drained < most ? poll() : null;
    }

    @Override
    public Iterator<T> iterator() {
        List<T> items = new ArrayList<>();
        long from = 0;
        do {
            Reply page = access.ask(access.command(Verb.PAGE).withAmount(from));
            Json.read(page.value(), new TypeReference<List<String>>() {})
                    .forEach(item -> items.add(values.value(item)));
            from = page.amount();
        } while (from > 0);
        return List.copyOf(items).iterator();
    }
}
