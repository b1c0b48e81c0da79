package io.trireme.testing;

import java.io.IOException;

/** Signals to processes of tests. Any thread. */
public final class Signals {
    private Signals() {}

    /**
     * Sends it.
     *
     * @param name without SIG
     */
    public static void send(String name, Process to) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(to.pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("kill -" + name + " of " + to.pid() + " failed");
        }
    }
}
