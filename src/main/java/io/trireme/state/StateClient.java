package io.trireme.state;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Turns;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls shared state for a whole process: connects with the first call, keeps one lease after the other, and knows who holds
 * what under which. Any thread.
 */
final class StateClient implements AutoCloseable {
    /** Renewals, repeated questions and the ends of calls are looked at so often. */
    private static final Duration TICK = Duration.ofMillis(250);

    private final Opening opening;
    private final Duration leaseTime;
    private final Duration timeout;
    private final String id = UUID.randomUUID().toString();
    private final Holds holds = new Holds();
    private final Permits permits = new Permits();

    /** Continuations of users must not hold up the reader of answers. */
    private final Executor continuations;

    private volatile @Nullable Link link; // written under the lock of this, read by all who call
    private @Nullable ScheduledExecutorService ticks; // guarded by this, as is all below
    private volatile @Nullable Lease lease; // written under the lock, read by the threads of the reader and the ticks
    private int leases;
    private boolean closed;

    StateClient(KafkaSettings kafka, SharedAdmin admin, Duration leaseTime, Duration timeout) {
        this((id, whom) -> Connection.open(kafka, admin, id, whom), leaseTime, timeout, Thread::startVirtualThread);
    }

    StateClient(Opening opening, Duration leaseTime, Duration timeout, Executor continuations) {
        this.opening = opening;
        this.leaseTime = leaseTime;
        this.timeout = timeout;
        this.continuations = continuations;
    }

    /** How a process gets its link; see {@link Connection#open}. */
    @FunctionalInterface
    interface Opening {
        Link open(String id, BiConsumer<String, Reply.Delivery> whom);
    }

    Holds holds() {
        return holds;
    }

    Permits permits() {
        return permits;
    }

    Executor continuations() {
        return continuations;
    }

    /** The lease that new calls are made under. */
    Lease lease() {
        Lease current = lease;
        return current != null && !current.isLost() ? current : next();
    }

    private synchronized Lease next() {
        if (closed) {
            throw new IllegalStateException("Shared state was closed with its application; call it before that.");
        }
        Lease current = lease;
        if (current != null && !current.isLost()) {
            return current;
        }
        Link open = connected();
        var terms = new Conversation.Terms(open.replyTo(), leaseTime, timeout);
        var made = new Lease(id + "-" + ++leases, open.partitions(), terms, open::send);
        lease = made;
        return made;
    }

    private Link connected() {
        Link open = link;
        if (open == null) {
            open = opening.open(id, this::reply);
            link = open;
            ticks = Executors.newSingleThreadScheduledExecutor(work ->
                    Thread.ofPlatform().daemon(true).name("trireme-state-lease").unstarted(work));
            ticks.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
        return open;
    }

    private void reply(String session, Reply.Delivery delivery) {
        Lease current = lease;
        if (current != null && current.session().equals(session)) {
            current.reply(delivery, System.nanoTime());
        }
    }

    private void tick() {
        Lease current = lease;
        if (current != null) {
            current.tick(System.nanoTime());
        }
    }

    /** Calls under a lease. */
    Call call(Lease under, Command command, Pending.Undo undo) {
        return call(under, Names.partition(command.name(), under.partitions()), command, undo);
    }

    /** Gives back under a lease, see {@link Conversation#insist}. */
    Pending insist(Lease under, Command command) {
        Pending call =
                under.with(Names.partition(command.name(), under.partitions())).insist(command, System.nanoTime());
        turns().expect(call.answer());
        return call;
    }

    /** Asks one partition for what lies in it. */
    Call call(int partition, Command command) {
        return call(lease(), partition, command, Pending.Undo.NONE);
    }

    private Call call(Lease under, int partition, Command command, Pending.Undo undo) {
        Conversation conversation = under.with(partition);
        Pending pending = conversation.call(command, undo, System.nanoTime());
        turns().expect(pending.answer());
        return new Call(under, conversation, pending);
    }

    /** Who reads the answers to calls. */
    Turns turns() {
        Link open = link;
        if (open == null) {
            throw new IllegalStateException("nothing was called yet");
        }
        return open.turns();
    }

    int partitions() {
        return lease().partitions();
    }

    /** A call that was made. */
    record Call(Lease lease, Conversation conversation, Pending pending) {
        void withdraw() {
            conversation.withdraw(pending, System.nanoTime());
        }

        void abandon() {
            conversation.abandon(pending);
        }

        void takeBack(Reply granted) {
            conversation.takeBack(pending, granted, System.nanoTime());
        }
    }

    /** Gives up what is held, so that others need not wait for the end of the lease. */
    @Override
    public synchronized void close() {
        closed = true;
        Optional.ofNullable(lease)
                .ifPresent(current ->
                        current.end(new IllegalStateException("Shared state was closed with its application.")));
        Optional.ofNullable(ticks).ifPresent(ScheduledExecutorService::shutdownNow);
        Optional.ofNullable(link).ifPresent(Link::close);
    }
}
