package io.trireme.exec;

import io.trireme.process.ExitCode;

/** Exit codes, and what they say. */
final class Exits {
    /** The task's data are bad, as in {@code sysexits.h}: no attempt will do better. */
    static final int BAD_DATA = 65;

    /** A passing failure, as in {@code sysexits.h}. */
    static final int TRY_AGAIN = 75;

    private Exits() {}

    static String describe(int code) {
        return code == TRY_AGAIN ? "exit code 75, which asks to be tried again" : ExitCode.describe(code);
    }
}
