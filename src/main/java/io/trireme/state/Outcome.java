package io.trireme.state;

/** How a call ended. Names are on the wire. */
enum Outcome {
    /** It was carried out. */
    DONE,
    /** It waits; its answer comes later. */
    WAITS,
    /** It would have had to wait, or what it was to replace is not there. */
    REFUSED,
    /** It waited, and was withdrawn before it got what it wanted. */
    WITHDRAWN,
    /** The caller's session has ended, and with it everything that it held. */
    LEASE_LOST,
    /** The caller does not hold what it wanted to give up. */
    NOT_HELD,
    /** The object under this name is of another kind. */
    OTHER_KIND,
    /** The object was made with another bound, number of permits or parties; the amount says which. */
    OTHER_SHAPE,
    /** More than the object was made for. */
    OVER_BOUND,
    /** The object would become too large, or the line at it too long. */
    TOO_LARGE,
    /** The partition has as many sessions as it can have; this one was not opened. */
    TOO_MANY_SESSIONS,
    /** The session has too many calls whose answers it has not acknowledged. */
    TOO_MANY_CALLS,
    /** A party of the barrier is gone. */
    BROKEN,
    /** There is no such index. */
    NO_INDEX,
    /** The kind knows no such verb, or a parameter cannot be. */
    UNKNOWN
}
