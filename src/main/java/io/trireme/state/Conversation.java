package io.trireme.state;

import io.trireme.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one session says to one partition: it opens, numbers its calls, says which answers it knows, renews its lease, asks
 * again when an answer is late, and withdraws. Any thread.
 *
 * <p>Numbers, acknowledgements and sends happen under one lock, so that the log has them in order: a repeated call never
 * comes to lie behind a later one that acknowledges its answer, which would carry it out twice. For it is asked for again only while
 * no answer is known, and until then no call says that one is; that it waits is said, and the shard forgets no call for that which waits
 * or has waited.
 */
final class Conversation {
    /** An answer is lost only with the process that gave it, so rarely that asking again may take its time. */
    private static final long ASK_AGAIN = Duration.ofSeconds(5).toNanos();

    /** Who waits in a line asks now and then whether it still does, should its answer have been lost. */
    private static final long ASK_WHILE_WAITING = Duration.ofSeconds(30).toNanos();

    private static final int RENEWALS_A_LEASE = 3;

    private final String session;
    private final int partition;
    private final Terms terms;
    private final Sender sender;
    private final Underway underway = new Underway(); // guarded by this, as is all below
    private final TreeMap<Long, Long> renewals = new TreeMap<>(); // when each was sent that is not confirmed yet
    private long beats;
    private boolean open;
    private long opened; // the beat that did it
    private @Nullable RuntimeException over; // why
    private long confirmed; // from then on the session lives for a lease, for sure
    private long renewed;

    /** Of all conversations of a process. */
    record Terms(int replyTo, Duration lease, Duration timeout) {}

    /** Writes a command. A failure need not be told: there is no answer, and it is asked again. */
    @FunctionalInterface
    interface Sender {
        void send(int partition, Command command);
    }

    Conversation(String session, int partition, Terms terms, Sender sender) {
        this.session = session;
        this.partition = partition;
        this.terms = terms;
        this.sender = sender;
    }

    /** A call that would be one too many fails at once, and has no number. */
    Pending call(Command command, Pending.Undo undo, long now) {
        return call(command, undo, now, Pending.Asking.FOR_A_TIME);
    }

    /**
     * Gives back what would stay held otherwise: it is asked for until it is answered, though who waits for the answer is told
     * when it is late. If there are too many calls it is one more: the shard refuses it then, without effect, and it is asked
     * again with what is known by then, which is never anything of itself, so that an answer that a copy of it got is still there.
     */
    Pending insist(Command command, long now) {
        return call(command, Pending.Undo.NONE, now, Pending.Asking.UNTIL_ANSWERED);
    }

    private Pending call(Command command, Pending.Undo undo, long now, Pending.Asking asking) {
        Pending call;
        RuntimeException refused;
        synchronized (this) {
            boolean tooMany = asking == Pending.Asking.FOR_A_TIME && underway.isFull();
            refused = over == null && tooMany ? Fault.STATE_TOO_MANY_CALLS.because(Limits.CALLS) : over;
            if (refused == null && !open && !command.verb().ofNoSession()) {
                open = true;
                confirmed = now;
                renew(Verb.OPEN, now);
                opened = beats;
            }
            Command numbered = command.from(session, underway.next(), underway.known(), terms.replyTo());
            call = new Pending(numbered, undo, now, asking);
            if (refused == null) {
                underway.add(call);
                sender.send(partition, call.command());
            }
        }
        if (refused != null) {
            call.answer().completeExceptionally(refused);
        }
        return call;
    }

    private void renew(Verb verb, long now) {
        renewed = now;
        beats++;
        renewals.values().removeIf(sent -> now - sent >= terms.lease().toNanos()); // they would prove nothing
        renewals.put(beats, now);
        about(verb, -beats, terms.lease().toMillis());
    }

    private void about(Verb verb, long as, long amount) {
        sender.send(partition, Command.of(verb, session, amount).from(session, as, 0, terms.replyTo()));
    }

    /** Takes an answer in: to a call, or, numbered below 0, to a renewal. */
    void reply(Reply reply, long now) {
        Pending call;
        boolean wanted;
        synchronized (this) {
            if (reply.number() < 0) {
                confirm(-reply.number());
                return;
            }
            Optional<Pending> known = underway.find(reply.number());
            if (known.isEmpty()) {
                return; // a second copy, or of a call that is over
            }
            call = known.get();
            if (reply.outcome() == Outcome.WAITS) {
                underway.waits(call);
                return;
            }
            if (reply.outcome() == Outcome.TOO_MANY_CALLS && call.isInsisted()) {
                return; // it is asked again
            }
            underway.ended(call, reply.outcome());
            wanted = !call.isAbandoned();
            if (!wanted) {
                takeBack(call, reply, now);
            }
        }
        if (wanted) {
            call.answer().complete(reply);
        } else {
            unanswered(call); // whoever learned of the grant too would take it back once more
        }
    }

    /** Nobody wants what the call was granted, nor to know that it was taken back. */
    synchronized void takeBack(Pending call, Reply granted, long now) {
        call.undoing(granted).ifPresent(undo -> insist(undo, now).abandon());
    }

    /**
     * Whether what it says of the session is news: where no session could be opened, calls behind that are told that they
     * have none, and others may have been opened since.
     */
    synchronized boolean concerns(Reply reply) {
        return reply.number() > 0
                ? underway.find(reply.number()).isPresent()
                : open && (reply.number() == 0 || -reply.number() >= opened);
    }

    /** The session was not opened here, and no call carried out; the next one tries again. Elsewhere the session lives on. */
    void refuse(Reply reply) {
        List<Pending> refused;
        synchronized (this) {
            if (!open || -reply.number() != opened) {
                return;
            }
            open = false;
            renewals.clear();
            refused = underway.all().stream()
                    .filter(call -> !call.command().verb().ofNoSession())
                    .toList();
            refused.forEach(underway::remove);
        }
        for (Pending call : refused) {
            call.answer().completeExceptionally(Fault.STATE_TOO_MANY_SESSIONS.because(Limits.SESSIONS));
        }
    }

    private void confirm(long beat) {
        Long sent = renewals.get(beat);
        if (sent != null) {
            confirmed = Math.max(confirmed, sent);
            renewals.headMap(beat, true).clear();
        }
    }

    /** The call is to wait no longer; its answer says what became of it. */
    synchronized void withdraw(Pending call, long now) {
        if (underway.has(call) && !call.isWithdrawn()) {
            call.withdraw(now);
            about(Verb.WITHDRAW, 0, call.command().number());
        }
    }

    /** Nobody wants the answer: what it grants is taken back when it comes. One of no session grants nothing, and is over. */
    synchronized void abandon(Pending call) {
        if (underway.has(call) && call.command().verb().ofNoSession()) {
            underway.remove(call);
        } else if (underway.has(call) && !call.isAbandoned()) {
            call.abandon();
            if (call.command().waits()) {
                about(Verb.WITHDRAW, 0, call.command().number());
            }
        }
    }

    /** To be called often: renews, asks again, and gives up calls that nobody answers, or at least tells who waits for them. */
    void tick(long now) {
        List<Pending> late = new ArrayList<>();
        synchronized (this) {
            if (open && over == null && now - renewed >= terms.lease().toNanos() / RENEWALS_A_LEASE) {
                renew(Verb.RENEW, now);
            }
            for (Pending call : underway.all()) {
                long patience = call.isUnanswered() ? ASK_AGAIN : ASK_WHILE_WAITING;
                if (!call.isAbandoned()
                        && !call.command().endsWithLock()
                        && call.sinceAsked(now) >= terms.timeout().toNanos()) {
                    late.add(call);
                } else if (call.sinceSent(now) >= patience) {
                    askAgain(call, now);
                }
            }
            late.forEach(this::abandon);
        }
        late.forEach(this::unanswered);
    }

    private void unanswered(Pending call) {
        call.answer().completeExceptionally(Fault.STATE_UNANSWERED.because(Words.of(call.command()), terms.timeout()));
    }

    private void askAgain(Pending call, long now) {
        call.ask(now);
        if (call.isWithdrawn()) {
            about(Verb.WITHDRAW, 0, call.command().number());
        } else {
            Command command = call.command();
            Known known = underway.known(command.known().late());
            sender.send(partition, command.from(session, command.number(), known, terms.replyTo()));
        }
    }

    /** Whether the session lives here for sure, as far as this process can know. */
    synchronized boolean isSure(long now) {
        return over == null && (!open || now - confirmed < terms.lease().toNanos());
    }

    /** The session is over; where others go on it says so, so that what it held there is free at once. */
    void end(RuntimeException why) {
        List<Pending> all;
        synchronized (this) {
            if (over != null) {
                return;
            }
            if (open) {
                about(Verb.CLOSE, 0, 0);
            }
            over = why;
            all = underway.all();
            all.forEach(underway::remove);
        }
        all.forEach(call -> call.answer().completeExceptionally(why));
    }
}
