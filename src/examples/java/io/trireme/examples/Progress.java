package io.trireme.examples;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far the work is. Used by one thread. */
interface Progress extends AutoCloseable {
    /** What is settled now, of how much it is in all, and a remark. */
    void show(long settled, long total, String remark);

    @Override
    void close();

    /**
     * The one that suits the standard output: a bar on a terminal, lines elsewhere. JDK 22 to 24 have a console even where
     * there is no terminal; they draw a bar there too.
     */
    @SuppressWarnings("SystemConsoleNull") // null again from 25 on
    static Progress onStandardOutput() {
        boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
        return terminal ? new Bar() : new Lines(System.out, System::nanoTime);
    }

    /** A bar that is drawn again and again. */
    final class Bar implements Progress {
        private final ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("settled")
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
                .setUpdateIntervalMillis(100)
                .showSpeed()
                .build();

        @Override
        public void show(long settled, long total, String remark) {
            bar.maxHint(total).stepTo(settled).setExtraMessage(" " + remark);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** A line now and then. */
    final class Lines implements Progress {
        private static final long PAUSE = Duration.ofSeconds(2).toNanos();

        private final PrintStream out;
        private final LongSupplier nanoTime;
        private long due;

        Lines(PrintStream out, LongSupplier nanoTime) {
            this.out = out;
            this.nanoTime = nanoTime;
            this.due = nanoTime.getAsLong() + PAUSE;
        }

        @Override
        public void show(long settled, long total, String remark) {
            long now = nanoTime.getAsLong();
            if (now - due >= 0) {
                due = now + PAUSE;
                long percent = total == 0 ? 100 : settled * 100 / total;
                out.printf("%3d %%  %s%n", percent, remark);
            }
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
