package io.trireme.exec;

/** Exit codes, and what they say. */
final class Exits {
    /** The task's data are bad, as in {@code sysexits.h}: no attempt will do better. */
    static final int BAD_DATA = 65;

    /** A passing failure, as in {@code sysexits.h}. */
    static final int TRY_AGAIN = 75;

    /** What the system adds to the number of a signal. */
    private static final int BY_SIGNAL = 128;

    private Exits() {}

    static String describe(int code) {
        return switch (code) {
            case TRY_AGAIN -> "exit code 75, which asks to be tried again";
            case BY_SIGNAL + 6 -> "SIGABRT";
            case BY_SIGNAL + 9 -> "SIGKILL, perhaps for want of memory";
            case BY_SIGNAL + 11 -> "SIGSEGV";
            case BY_SIGNAL + 15 -> "SIGTERM";
            default -> "exit code " + code;
        };
    }
}
