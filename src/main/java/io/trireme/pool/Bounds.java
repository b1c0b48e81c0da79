package io.trireme.pool;

/** What settings of a pool have to keep. */
final class Bounds {
    private Bounds() {}

    static int positive(String setting, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(setting + " is " + value + "; use 1 or more");
        }
        return value;
    }
}
