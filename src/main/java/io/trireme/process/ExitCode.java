package io.trireme.process;

/** Exit codes of processes, and what they say. */
public final class ExitCode {
    /** What the system adds to the number of a signal. */
    private static final int BY_SIGNAL = 128;

    private ExitCode() {}

    /** A few words for people: the signal that ended the process, or its code. */
    public static String describe(int code) {
        return switch (code) {
            case BY_SIGNAL + 6 -> "SIGABRT";
            case BY_SIGNAL + 9 -> "SIGKILL, perhaps for want of memory";
            case BY_SIGNAL + 11 -> "SIGSEGV";
            case BY_SIGNAL + 15 -> "SIGTERM";
            default -> "exit code " + code;
        };
    }
}
