package io.trireme.deadletter;

import java.io.PrintWriter;

/** How far a redrive is, on one line of a terminal; silent where there is none. Used by one thread. */
final class ProgressBar {
    private static final int WIDTH = 40;
    private static final int PERCENT = 100;

    private final PrintWriter out;
    private final boolean shown;
    private long percent = -1;

    ProgressBar(PrintWriter out, boolean shown) {
        this.out = out;
        this.shown = shown;
    }

    void at(long done, long all) {
        long now = all == 0 ? PERCENT : done * PERCENT / all;
        if (shown && now != percent) {
            percent = now;
            int full = (int) (now * WIDTH / PERCENT);
            out.printf("\r[%s%s] %d %%", "#".repeat(full), " ".repeat(WIDTH - full), now);
            out.flush();
        }
    }

    void end() {
        if (percent >= 0) {
            out.println();
        }
    }
}
