package io.trireme.state;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A call under way. All but its future is guarded by the lock of its conversation, which is not held to complete it. */
final class Pending {
    /** Takes back what was granted, should the answer come when nobody wants it any more. */
    @FunctionalInterface
    interface Undo extends Function<Reply, Optional<Command>> {
        Undo NONE = reply -> Optional.empty();
    }

    /** For how long it is asked. */
    enum Asking {
        FOR_A_TIME,
        UNTIL_ANSWERED
    }

    private final Command command;
    private final Undo undo;
    private final Asking asking;
    private final CompletableFuture<Reply> answer = new CompletableFuture<>();
    private long sent;
    private long asked;
    private boolean unanswered = true;
    private boolean withdrawn;
    private boolean abandoned;

    Pending(Command command, Undo undo, long now, Asking asking) {
        this.command = command;
        this.undo = undo;
        this.asking = asking;
        this.sent = now;
        this.asked = now;
    }

    Command command() {
        return command;
    }

    CompletableFuture<Reply> answer() {
        return answer;
    }

    /** It is asked, for the first time or once more. */
    void ask(long now) {
        sent = now;
        if (!unanswered) {
            unanswered = true;
            asked = now;
        }
    }

    /** It was told to wait: that is an answer, for now. */
    void waits() {
        unanswered = false;
    }

    boolean isUnanswered() {
        return unanswered;
    }

    long sinceSent(long now) {
        return now - sent;
    }

    /** How long there has been no answer, neither the last one nor that it waits. */
    long sinceAsked(long now) {
        return unanswered ? now - asked : 0;
    }

    void withdraw(long now) {
        withdrawn = true;
        ask(now);
    }

    /** Nobody waits for the answer; what is insisted on is carried out all the same. */
    void abandon() {
        withdrawn = !isInsisted();
        abandoned = true;
    }

    boolean isWithdrawn() {
        return withdrawn;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    boolean isInsisted() {
        return asking == Asking.UNTIL_ANSWERED;
    }

    /** What takes back what the call was granted, if it was. */
    Optional<Command> undoing(Reply granted) {
        boolean isGrant = granted.outcome() == Outcome.DONE || hasLockAgain(granted);
        return isGrant ? undo.apply(granted) : Optional.empty();
    }

    /** Who no longer waits for a condition ends with the lock. */
    private boolean hasLockAgain(Reply granted) {
        return command.verb() == Verb.AWAIT && granted.outcome() == Outcome.WITHDRAWN && granted.amount() > 0;
    }
}
