package io.trireme.state;

import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * A condition of a {@link SharedLock}. Who waits gives the lock up and has it again when the wait ends, however it ends, as
 * with the JDK's. So no wait ends while nobody with the role answers, not even one that is bounded: it would end without the lock.
 * Any thread that holds the lock.
 */
final class SharedCondition implements Condition {
    private final Access access;
    private final String name;

    SharedCondition(Access access, String name) {
        this.access = access;
        this.name = name;
    }

    private Command command(Verb verb) {
        return access.command(verb).withHolder(Holds.thread()).withField(name);
    }

    @Override
    public void await() throws InterruptedException {
        endInterrupted(access.await(command(Verb.AWAIT), Pending.Undo.NONE));
    }

    @Override
    public void awaitUninterruptibly() {
        held(access.awaitStubbornly(command(Verb.AWAIT), Pending.Undo.NONE));
    }

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        long begun = System.nanoTime();
        endInterrupted(access.await(command(Verb.AWAIT), Pending.Undo.NONE, Math.max(0, nanos)));
        return nanos - (System.nanoTime() - begun);
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        Access.Awaited awaited = access.await(command(Verb.AWAIT), Pending.Undo.NONE, unit.toNanos(time));
        endInterrupted(awaited);
        return awaited.reply().outcome() == Outcome.DONE;
    }

    @Override
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        return await(Math.max(0, deadline.getTime() - System.currentTimeMillis()), TimeUnit.MILLISECONDS);
    }

    /** The lock is held again; a signal that came together with the interrupt is spent. */
    private void endInterrupted(Access.Awaited awaited) throws InterruptedException {
        held(awaited);
        if (awaited.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void held(Access.Awaited awaited) {
        refuse(awaited.reply());
        access.holds()
                .acquired(
                        access.name(),
                        new Holds.Hold(awaited.lease(), awaited.reply().amount()));
    }

    private void refuse(Reply reply) {
        if (reply.outcome() == Outcome.NOT_HELD) {
            throw new IllegalMonitorStateException(
                    "This thread does not hold lock '" + Words.cut(access.name()) + "'.");
        }
    }

    @Override
    public void signal() {
        refuse(access.ask(command(Verb.SIGNAL)));
    }

    @Override
    public void signalAll() {
        refuse(access.ask(command(Verb.SIGNAL_ALL)));
    }
}
