package io.trireme.state;

import io.trireme.wire.Topics;

/**
 * How large things may get. Constants and no settings: what a command does must follow from the log alone, whoever carries
 * it out.
 */
final class Limits {
    /** Of one value, as JSON in UTF-8. */
    static final int VALUE_BYTES = 256 * 1024;

    /** Of an object's name, in UTF-8. */
    static final int NAME_BYTES = Topics.LONGEST_OBJECT_NAME;

    /** Of a map's key, as JSON in UTF-8. */
    static final int FIELD_BYTES = 4 * 1024;

    /** Of all that a queue or map holds. */
    static final long OBJECT_BYTES = 512L * 1024 * 1024;

    /** Of a list or an array: it is read and written as a whole. */
    static final int LIST_BYTES = 256 * 1024;

    /** Of an array: it begins with {@code null} at each index. */
    static final int ARRAY_LENGTH = LIST_BYTES / 8;

    /** Of a session's or a holder's name. */
    static final int SESSION_LENGTH = 100;

    /** In one partition: their renewals, three a lease, are to leave most of what it can take to calls. */
    static final int SESSIONS = 20_000;

    /** Of one lock that are waited for at a time: they are written with it. */
    static final int CONDITIONS = 100;

    /** Waiting calls in one line. */
    static final int WAITING = 100_000;

    /** Of one session in one partition that wait, or whose answers it has not acknowledged. */
    static final int CALLS = 20_000;

    /** Of those calls, how many that have waited one command tells of. */
    static final int LATE = 100;

    /** Of a reply that shows a part of something larger. */
    static final int PAGE_BYTES = 256 * 1024;

    /**
     * Of a command or a reply as it is written. JSON within JSON doubles each quote: two values at most in a command, and in a
     * reply a page and one value, of which each is a text in a list, which is a text.
     */
    static final int RECORD_BYTES = 4 * 1024 * 1024;

    /** Of a rate, in milliseconds, and how long ahead its permits are given. */
    static final long LONGEST_PERIOD = 24L * 60 * 60 * 1_000;

    private Limits() {}
}
