package io.trireme.state;

import java.util.Locale;

/** What a shared object is. The code is kept in the store and must not change. */
enum Kind {
    LOCK('l'),
    PLAIN_LOCK('p'),
    SEMAPHORE('s'),
    BOUNDED_SEMAPHORE('b'),
    EVENT('e'),
    BARRIER('r'),
    QUEUE('q'),
    MAP('m'),
    LIST('i'),
    VALUE('v'),
    COUNTER('c'),
    RATE_LIMITER('t');

    private final char code;

    Kind(char code) {
        this.code = code;
    }

    byte code() {
        return (byte) code;
    }

    static Kind of(byte code) {
        for (Kind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalStateException("the store holds an object of a kind that this version does not know: " + code);
    }

    /** As people write it, {@code bounded semaphore}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
