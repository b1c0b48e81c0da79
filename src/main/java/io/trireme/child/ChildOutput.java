package io.trireme.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.wire.LogBudget;
import io.trireme.wire.LogFields;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Carries what the children of a queue log and print into the log of this process: what they logged ({@link ChildLog}) at its
 * level and under its name, what was printed line by line, so many a second.
 *
 * <p>Threading: each stream is followed by one thread; any number of them at once.
 */
final class ChildOutput {
    private static final Logger LOG = Logger.getLogger(ChildOutput.class);

    /** Most bytes of a line with a record, which has bounds of its own; of any other line. */
    private static final int LONGEST_RECORD = 16 * ChildLog.LONGEST;

    private static final int LONGEST_LINE = 2_000;

    /** Characters of the last line printed that go into the reason why a child was lost. */
    private static final int LAST_WORDS = 300;

    private final String queue;
    private final ObjectMapper json = new ObjectMapper();
    private final LogBudget budget = new LogBudget(System::nanoTime);

    ChildOutput(String queue) {
        this.queue = queue;
    }

    /** What one child printed last. Written by the thread that follows it, read by any. */
    static final class Words {
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile String last = "";
        private volatile boolean hushed; // written by who owns the child

        /** Keeps what is printed from now on out of the log. */
        void hush() {
            hushed = true;
        }

        /** Waits until all is read that it printed, for so long at most: something that it left behind may print on. */
        void awaitLast(Duration most) throws InterruptedException {
            if (!over.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("The output of a child process that has ended is held open");
            }
        }

        /** As the end of a sentence; empty if it printed nothing. */
        String asEnd() {
            return last.isEmpty() ? "" : " It said: " + last.replaceFirst("\\.+$", ""); // the sentence has its own end
        }
    }

    /** Follows a child's output to its end. */
    void follow(long pid, InputStream stream, Words words) {
        var line = new ByteArrayOutputStream();
        try (var output = new BufferedInputStream(stream)) {
            for (int next = output.read(); next >= 0; next = output.read()) {
                if (next == '\n') {
                    tell(pid, line.toString(UTF_8), words);
                    line.reset();
                } else if (line.size() < LONGEST_RECORD) {
                    line.write(next);
                }
            }
        } catch (IOException closed) {
            // it was killed
        }
        tell(pid, line.toString(UTF_8), words);
        words.over.countDown();
    }

    private void tell(long pid, String line, Words words) {
        if (!line.isEmpty() && line.charAt(0) == ChildLog.RECORD && log(pid, line.substring(1))) {
            return;
        }
        String text = line.strip().replaceAll("\\p{Cntrl}", "?"); // which could forge a line of the log
        text = text.substring(0, Math.min(LONGEST_LINE, text.length()));
        if (text.isEmpty()) {
            return;
        }
        words.last = text.substring(0, Math.min(LAST_WORDS, text.length()));
        if (!words.hushed && budget.allows()) {
            LOG.infof("Child process %d of queue %s: %s%s", pid, queue, text, budget.suppressed());
        }
    }

    private boolean log(long pid, String line) {
        JsonNode told;
        try {
            told = json.readTree(line);
        } catch (IOException torn) { // something else was printed into it
            return false;
        }
        MDC.put("child", Long.toString(pid));
        MDC.put(LogFields.TASK_ID, told.path("task").asText());
        MDC.put(LogFields.TASK_TYPE, told.path("type").asText());
        MDC.put(LogFields.TASK_QUEUE, told.has("task") ? queue : "");
        try {
            String stack = told.path("stack").asText();
            Logger.getLogger(told.path("logger").asText())
                    .log(
                            level(told.path("level").asInt()),
                            told.path("message").asText() + (stack.isEmpty() ? "" : "\n" + stack));
        } finally {
            MDC.remove("child");
            MDC.remove(LogFields.TASK_ID);
            MDC.remove(LogFields.TASK_TYPE);
            MDC.remove(LogFields.TASK_QUEUE);
        }
        return true;
    }

    private static Logger.Level level(int value) {
        if (value >= Level.SEVERE.intValue()) {
            return Logger.Level.ERROR;
        }
        if (value >= Level.WARNING.intValue()) {
            return Logger.Level.WARN;
        }
        if (value >= Level.INFO.intValue()) {
            return Logger.Level.INFO;
        }
        return value >= Level.FINE.intValue() ? Logger.Level.DEBUG : Logger.Level.TRACE;
    }
}
