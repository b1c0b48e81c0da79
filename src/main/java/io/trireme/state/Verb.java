package io.trireme.state;

/** What a command asks for. Names are on the wire; each kind knows some of them. */
enum Verb {
    /** A session begins; {@code amount} is its lease in milliseconds. */
    OPEN(Effect.SESSION),
    /** A session lives. */
    RENEW(Effect.SESSION),
    /** A session ends. */
    CLOSE(Effect.SESSION),
    /** A session was not renewed for its lease, as seen by the owner; void if it was renewed behind offset {@code amount}. */
    EXPIRE(Effect.SESSION),
    /** The call with the number {@code amount} no longer wants to wait; its answer says whether it got what it wanted. */
    WITHDRAW(Effect.SESSION),

    /** Lock: get it. Semaphore: get {@code amount} permits. */
    ACQUIRE(Effect.CHANGES),
    RELEASE(Effect.CHANGES),
    /** Lock: give it up, wait for a signal of the condition {@code field}, get it again. Event, barrier: wait. */
    AWAIT(Effect.CHANGES),
    SIGNAL(Effect.CHANGES),
    SIGNAL_ALL(Effect.CHANGES),
    /** Semaphore: get all permits that there are. */
    DRAIN(Effect.CHANGES),
    /** Barrier: whoever waits learns that it is broken, and it begins anew. */
    RESET(Effect.CHANGES),

    PUT(Effect.CHANGES),
    TAKE(Effect.CHANGES),
    /** Queue: an item that was taken and could not be delivered to who wanted it. */
    GIVE_BACK(Effect.CHANGES),
    TASK_DONE(Effect.CHANGES),
    /** Queue: wait until each item put is done. */
    JOIN(Effect.CHANGES),

    PUT_IF_ABSENT(Effect.CHANGES),
    REPLACE(Effect.CHANGES),
    REPLACE_IF(Effect.CHANGES),
    REMOVE(Effect.CHANGES),
    REMOVE_IF(Effect.CHANGES),
    CLEAR(Effect.CHANGES),
    ADD(Effect.CHANGES),
    /** List: behind the last one. */
    APPEND(Effect.CHANGES),

    GET(Effect.NONE),
    SIZE(Effect.NONE),
    /** Queue, map: what lies behind {@code field}, as much as fits. */
    PAGE(Effect.NONE),
    /** What lies in the shard behind {@code name}, or under exactly it with SHOW; of no session. */
    LIST(Effect.ASKS),
    SHOW(Effect.ASKS),
    /** An operator takes a lock from who holds it with the token {@code amount}; of no session. */
    FORCE(Effect.ASKS);

    private final Effect effect;

    Verb(Effect effect) {
        this.effect = effect;
    }

    /** Whether its answer is kept, so that a second copy has no second effect. */
    boolean changes() {
        return effect == Effect.CHANGES;
    }

    /** Whether it is about the session itself. */
    boolean ofSession() {
        return effect == Effect.SESSION;
    }

    /** Whether it needs no session. */
    boolean ofNoSession() {
        return effect == Effect.ASKS;
    }

    private enum Effect {
        SESSION,
        CHANGES,
        NONE,
        ASKS
    }
}
