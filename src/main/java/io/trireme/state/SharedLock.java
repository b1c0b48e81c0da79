package io.trireme.state;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A lock of the whole cluster, held by a thread as {@link java.util.concurrent.locks.ReentrantLock} is; a plain one is not
 * re-entrant. First come, first served. Any thread; what is asked may throw {@link LeaseLost} and
 * {@link io.trireme.TriremeException}.
 *
 * <p>A lease is not a proof: a process that is paused may go on for a moment after others have the lock. What is changed
 * under the lock is safe if it takes the {@link #token} along and the store refuses a token older than the newest it saw.
 */
public final class SharedLock implements Lock {
    private final Access access;
    private final AtomicInteger conditions = new AtomicInteger();

    SharedLock(Access access) {
        this.access = access;
    }

    private Command command(Verb verb, String holder) {
        return access.command(verb).withHolder(holder);
    }

    private Pending.Undo release(String holder) {
        return granted -> Optional.of(command(Verb.RELEASE, holder));
    }

    private boolean take(Access.Awaited awaited) {
        if (awaited.reply().outcome() != Outcome.DONE) {
            return false;
        }
        access.holds()
                .acquired(
                        access.name(),
                        new Holds.Hold(awaited.lease(), awaited.reply().amount()));
        return true;
    }

    @Override
    public void lock() {
        String holder = Holds.thread();
        take(access.awaitStubbornly(command(Verb.ACQUIRE, holder), release(holder)));
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        String holder = Holds.thread();
        endInterrupted(access.await(command(Verb.ACQUIRE, holder), release(holder)));
    }

    @Override
    public boolean tryLock() {
        String holder = Holds.thread();
        StateClient.Call call = access.callSurely(command(Verb.ACQUIRE, holder), release(holder));
        return take(new Access.Awaited(access.answered(call), call.lease(), false));
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        String holder = Holds.thread();
        return endInterrupted(access.await(command(Verb.ACQUIRE, holder), release(holder), unit.toNanos(time)));
    }

    /** As {@link #tryLock(long, TimeUnit)}. */
    public boolean tryLock(Duration atMost) throws InterruptedException {
        return tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Who was interrupted does not have the lock, even if it was granted in the same moment. */
    private boolean endInterrupted(Access.Awaited awaited) throws InterruptedException {
        boolean taken = take(awaited);
        if (!awaited.interrupted()) {
            return taken;
        }
        if (taken) {
            unlock();
        }
        throw new InterruptedException();
    }

    /**
     * Gives it up, once for each time that it was taken.
     *
     * @throws IllegalMonitorStateException if the thread does not hold it
     */
    @Override
    public void unlock() {
        Reply reply = access.release(command(Verb.RELEASE, Holds.thread()));
        if (reply.outcome() == Outcome.NOT_HELD) {
            access.holds().released(access.name());
            throw notHeld();
        }
        if (reply.amount() == 0) {
            access.holds().released(access.name());
        }
    }

    /** What the calling thread has of it. */
    Holds.Hold hold() {
        return access.holds().of(access.name()).orElseThrow(this::notHeld);
    }

    /**
     * Gives up what the calling thread took so. It waits for the answer only if that may be news: within a lease that is surely
     * its own nobody else can have had the lock.
     *
     * @throws LeaseLost if others may have had it
     */
    void unlock(Holds.Hold hold) {
        boolean sure = hold.lease().isSure(System.nanoTime());
        CompletableFuture<Reply> answer = unlockSoon(hold);
        if (!sure && access.answered(answer).outcome() == Outcome.NOT_HELD) {
            throw new LeaseLost(); // an operator took it
        }
    }

    /** Gives up what the calling thread took so, and waits for nothing; it is asked for until it is answered. */
    CompletableFuture<Reply> unlockSoon(Holds.Hold hold) {
        access.holds().released(access.name());
        boolean interrupted = Thread.interrupted(); // it would keep the call from being written
        try {
            return access.insist(hold.lease(), command(Verb.RELEASE, Holds.thread()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The lock as somebody holds it who is no thread. Any thread. */
    public final class Held {
        private final String holder;
        private final Holds.Hold hold;

        private Held(String holder, Holds.Hold hold) {
            this.holder = holder;
            this.hold = hold;
        }

        /** As {@link SharedLock#token()}. */
        public long token() {
            return sure(hold);
        }

        /** Gives it up. */
        public CompletableFuture<Void> unlock() {
            return holding(command(Verb.RELEASE, holder));
        }

        /**
         * Gives it up, waits for a signal of the condition of this name, and has it again, as what the future completes with; this
         * one is over. Who cancels the future no longer wants the lock.
         */
        public CompletableFuture<Held> await(String condition) {
            Command await = command(Verb.AWAIT, holder).withField(Names.checked(condition));
            return access.awaitAsync(hold.lease(), await, release(holder), awaited -> {
                if (awaited.reply().outcome() == Outcome.NOT_HELD) {
                    throw notHeld();
                }
                return held(holder, awaited);
            });
        }

        /** Lets one go on who waits for the condition of this name. */
        public CompletableFuture<Void> signal(String condition) {
            return holding(command(Verb.SIGNAL, holder).withField(Names.checked(condition)));
        }

        /** Lets all go on who wait for the condition of this name. */
        public CompletableFuture<Void> signalAll(String condition) {
            return holding(command(Verb.SIGNAL_ALL, holder).withField(Names.checked(condition)));
        }

        private CompletableFuture<Void> holding(Command command) {
            return access.call(hold.lease(), command).thenAccept(reply -> {
                if (reply.outcome() == Outcome.NOT_HELD) {
                    throw notHeld();
                }
            });
        }
    }

    private Held held(String holder, Access.Awaited awaited) {
        return new Held(holder, new Holds.Hold(awaited.lease(), awaited.reply().amount()));
    }

    /** Acquires it without a thread that waits; who cancels the future no longer waits for the lock. */
    public CompletableFuture<Held> lockAsync() {
        String holder = "a" + UUID.randomUUID();
        return access.awaitAsync(command(Verb.ACQUIRE, holder), release(holder), awaited -> held(holder, awaited));
    }

    /**
     * The fencing token of the grant: a number that grows with each grant of this lock. Send it along with what is changed
     * under the lock.
     *
     * @throws IllegalMonitorStateException if the thread does not hold it
     * @throws LeaseLost if it did, and the lease has ended, or was not renewed in time as far as this process knows
     */
    public long token() {
        access.holds().lease();
        return sure(hold());
    }

    private IllegalMonitorStateException notHeld() {
        return new IllegalMonitorStateException(
                "Lock '" + Words.cut(access.name()) + "' is not held by who gives it up.");
    }

    static long sure(Holds.Hold hold) {
        if (!hold.lease().isSure(System.nanoTime())) {
            throw new LeaseLost();
        }
        return hold.token();
    }

    /** Whether the calling thread has it, as far as this process knows. */
    public boolean isHeldByCurrentThread() {
        return access.holds()
                .of(access.name())
                .filter(hold -> !hold.lease().isLost())
                .isPresent();
    }

    /** Whether anybody has it. */
    public boolean isLocked() {
        return Boolean.parseBoolean(
                access.ask(command(Verb.GET, Holds.thread())).value());
    }

    /** The first condition made of any such lock object is the same in all processes, as is the second, and so on. */
    @Override
    public Condition newCondition() {
        return newCondition(Integer.toString(conditions.incrementAndGet()));
    }

    /** The condition of this name, the same in all processes. */
    public Condition newCondition(String name) {
        return new SharedCondition(access, Names.checked(name));
    }
}
