package io.trireme.state;

import io.trireme.Fault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One shared object as this process reaches it: asks, waits, and says what went wrong. Any thread. */
final class Access {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final StateClient client;
    private final Kind kind;
    private final String name;
    private final int shape;
    private final Patience patience;

    Access(StateClient client, Kind kind, String name, int shape) {
        this.client = client;
        this.kind = kind;
        this.name = Names.checked(name);
        this.shape = shape;
        this.patience = new Patience(client.holds());
    }

    StateClient client() {
        return client;
    }

    Holds holds() {
        return client.holds();
    }

    Patience patience() {
        return patience;
    }

    Permits permits() {
        return client.permits();
    }

    String name() {
        return name;
    }

    int shape() {
        return shape;
    }

    Command command(Verb verb) {
        return Command.of(kind, name, verb).withShape(shape);
    }

    /** What came of a call that may wait, and whether the thread was interrupted meanwhile. */
    record Awaited(Reply reply, Lease lease, boolean interrupted) {}

    /** Asks, and waits for the answer whatever else happens. */
    Reply ask(Command command) {
        makeSure();
        return answered(call(command, Pending.Undo.NONE));
    }

    /**
     * Gives back, and waits for the answer. What the thread holds is not asked about first: under a lease that has ended this is told,
     * and while nobody answers for something else that it holds, this must not wait.
     */
    Reply release(Command command) {
        return answered(call(command, Pending.Undo.NONE));
    }

    /**
     * Makes a call that does not wait where it goes, for a thread that waits for its answer.
     *
     * @throws LeaseLost if what the thread held is no longer its own
     */
    StateClient.Call callSurely(Command command, Pending.Undo undo) {
        makeSure();
        return call(command, undo);
    }

    /**
     * Asks, where what the thread holds lies, whether that is still its own, if this process was silent for so long that it may not be:
     * partitions find out about a silence one after the other, and another one might still carry a call out. It waits for the answers
     * for as long as for those of any call, however short the call may wait that follows.
     *
     * @throws LeaseLost if it is not
     */
    private void makeSure() {
        Map<String, Lease> unsure = client.holds().unsure(System.nanoTime());
        if (unsure.isEmpty()) {
            return;
        }
        client.holds().lease(); // what is known to be lost is told at once
        List<StateClient.Call> asked = unsure.entrySet().stream()
                .map(held ->
                        client.call(held.getValue(), Command.of(Kind.LOCK, held.getKey(), Verb.GET), Pending.Undo.NONE))
                .toList();
        for (StateClient.Call call : asked) {
            client.turns().await(call.pending().answer(), FOR_EVER);
            answered(call.pending().answer());
        }
    }

    /** Asks under this lease, whatever the calling thread holds. */
    Reply ask(Lease under, Command command) {
        return answered(client.call(under, command, Pending.Undo.NONE));
    }

    CompletableFuture<Reply> askAsync(Command command) {
        return continued(call(command, Pending.Undo.NONE).pending());
    }

    /**
     * Makes a call, under the lease of what the calling thread holds.
     *
     * @throws LeaseLost if what it held is no longer its own
     */
    StateClient.Call call(Command command, Pending.Undo undo) {
        checkSizes(command);
        Lease under = client.holds().lease().orElseGet(client::lease);
        return client.call(under, command, undo);
    }

    /** Asks under this lease, whoever the calling thread is. */
    CompletableFuture<Reply> call(Lease under, Command command) {
        return continued(client.call(under, command, Pending.Undo.NONE).pending());
    }

    /** Gives back under this lease, whoever the calling thread is: it is asked for until it is answered, whoever listens. */
    CompletableFuture<Reply> insist(Lease under, Command command) {
        return continued(client.insist(under, command));
    }

    /** A failure comes there too: who is told may block, and its thread is the one that takes answers in, or renews the lease. */
    private CompletableFuture<Reply> continued(Pending call) {
        client.turns().follow();
        return call.answer()
                .whenCompleteAsync((reply, failure) -> {}, client.continuations())
                .thenApply(this::checked);
    }

    private void checkSizes(Command command) {
        if (Texts.bytes(command.value()).length > Limits.VALUE_BYTES
                || Texts.bytes(command.other()).length > Limits.VALUE_BYTES
                || Texts.bytes(command.field()).length > Limits.FIELD_BYTES) {
            throw tooLarge();
        }
    }

    /** How what an asynchronous wait got comes to who wants it. */
    @FunctionalInterface
    interface Handover<R> {
        @Nullable
        R take(Awaited awaited);

        /** It was taken, and nobody wants it any more. */
        default void takeBack(Awaited awaited) {}
    }

    /** An asynchronous wait: who cancels the future no longer waits, and what was granted meanwhile is taken back. */
    <R> CompletableFuture<R> awaitAsync(Command command, Pending.Undo undo, Handover<R> handover) {
        return handOver(call(command.waiting(), undo), handover);
    }

    /** The same under this lease, whoever the calling thread is. */
    <R> CompletableFuture<R> awaitAsync(Lease under, Command command, Pending.Undo undo, Handover<R> handover) {
        return handOver(client.call(under, command.waiting(), undo), handover);
    }

    private <R> CompletableFuture<R> handOver(StateClient.Call call, Handover<R> handover) {
        var wanted = new CompletableFuture<R>();
        client.turns().follow();
        call.pending()
                .answer()
                .whenCompleteAsync(
                        (reply, failure) -> {
                            if (failure != null) {
                                wanted.completeExceptionally(failure);
                            } else {
                                complete(wanted, call, reply, handover);
                            }
                        },
                        client.continuations());
        wanted.whenComplete((any, failure) -> call.abandon()); // which is nothing to a call that was answered
        return wanted;
    }

    /** If it is cancelled at this moment, either it is abandoned before the answer came, or what it got is taken back here. */
    private <R> void complete(CompletableFuture<R> wanted, StateClient.Call call, Reply reply, Handover<R> handover) {
        try {
            var awaited = new Awaited(checked(reply), call.lease(), false);
            if (!wanted.complete(handover.take(awaited))) {
                handover.takeBack(awaited);
                call.takeBack(reply);
            }
        } catch (RuntimeException refused) {
            wanted.completeExceptionally(refused);
        }
    }

    /** Waits for as long as it takes. Interrupted or not, it ends with what it waited for. */
    Awaited awaitStubbornly(Command command, Pending.Undo undo) {
        makeSure();
        StateClient.Call call = call(command.waiting(), undo);
        return new Awaited(answered(call), call.lease(), false);
    }

    /** Waits until it gets what it waits for, or is interrupted. */
    Awaited await(Command command, Pending.Undo undo) throws InterruptedException {
        return await(command, undo, FOR_EVER);
    }

    /** Waits for so long at most; the outcome is {@link Outcome#WITHDRAWN} if that was too short. */
    Awaited await(Command command, Pending.Undo undo, long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        makeSure();
        StateClient.Call call = call(command.waiting(), undo);
        boolean interrupted = false;
        long begun = System.nanoTime();
        client.turns().await(call.pending().answer(), nanos);
        try {
            if (nanos == FOR_EVER) {
                call.pending().answer().get();
            } else {
                long left = Math.max(0, nanos - (System.nanoTime() - begun));
                call.pending().answer().get(left, TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException late) {
            call.withdraw();
        } catch (InterruptedException stop) {
            interrupted = true;
            call.withdraw();
        } catch (ExecutionException failed) {
            throw patience.failure(failed.getCause());
        }
        try {
            return new Awaited(answered(call), call.lease(), interrupted);
        } catch (RuntimeException failed) {
            if (interrupted) {
                Thread.currentThread().interrupt(); // what failed is thrown, and the interrupt is for what follows
            }
            throw failed;
        }
    }

    /** Waits for the answer whatever else happens. */
    Reply answered(StateClient.Call call) {
        client.turns().await(call.pending().answer(), FOR_EVER);
        return checked(answered(call.pending().answer()));
    }

    Reply answered(CompletableFuture<Reply> answer) {
        return patience.join(answer);
    }

    /** Waits for the answer to a call that is about no object of this process. */
    static Reply answer(StateClient.Call call) {
        try {
            return call.pending().answer().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : failed;
        }
    }

    /** What has no place in the answers that objects understand. */
    private Reply checked(Reply reply) {
        return switch (reply.outcome()) {
            case DONE, REFUSED, WITHDRAWN, WAITS, BROKEN, NOT_HELD, NO_INDEX -> reply;
            case LEASE_LOST -> throw new LeaseLost();
            case OTHER_KIND -> throw Fault.STATE_OTHER_KIND.because(Words.cut(name), reply.value(), kind.words());
            case OTHER_SHAPE ->
                throw Fault.STATE_OTHER_SHAPE.because(
                        words(), reply.value().isEmpty() ? reply.amount() : reply.value(), shape);
            case OVER_BOUND -> throw Fault.STATE_OVER_BOUND.because(words());
            case TOO_LARGE -> throw tooLarge();
            case TOO_MANY_SESSIONS -> throw Fault.STATE_TOO_MANY_SESSIONS.because(Limits.SESSIONS);
            case TOO_MANY_CALLS -> throw Fault.STATE_TOO_MANY_CALLS.because(Limits.CALLS);
            case UNKNOWN -> throw Fault.STATE_NOT_UNDERSTOOD.because(words());
        };
    }

    private RuntimeException tooLarge() {
        return Fault.STATE_TOO_LARGE.because(words(), Limits.VALUE_BYTES, Limits.FIELD_BYTES);
    }

    private String words() {
        String of = Words.of(kind, name);
        return Character.toUpperCase(of.charAt(0)) + of.substring(1);
    }
}
