package io.trireme.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.wire.LogBudget;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Carries what the processes of one program write on their standard error into the log: line by line, the first bytes of
 * each, so many a second.
 *
 * <p>Threading: each stream is followed by one thread; any number of them at once.
 */
final class ErrorOutput {
    private static final Logger LOG = Logger.getLogger(ErrorOutput.class);

    /** Bytes of a line that are logged; the rest is dropped. */
    static final int LONGEST_LINE = 2_000;

    /** Characters of the last line that go into the reason why an attempt failed. */
    static final int LAST_WORDS = 300;

    private final Program program;
    private final LogBudget budget = new LogBudget(System::nanoTime);

    ErrorOutput(Program program) {
        this.program = program;
    }

    /**
     * Follows a stream to its end.
     *
     * @param task the id of the task that the process works on when it writes a line
     * @return the last line that was not blank, as the end of a sentence; empty if there was none
     */
    String follow(InputStream stream, Supplier<String> task) {
        String last = "";
        var line = new ByteArrayOutputStream();
        try (var buffered = new BufferedInputStream(stream)) {
            for (int next = buffered.read(); next >= 0; next = buffered.read()) {
                if (next == '\n') {
                    last = told(line, task, last);
                } else if (line.size() < LONGEST_LINE) {
                    line.write(next);
                }
            }
        } catch (IOException closed) {
            // it was killed
        }
        last = told(line, task, last);
        return last.isEmpty() ? "" : " It said: " + last.substring(0, Math.min(LAST_WORDS, last.length()));
    }

    private String told(ByteArrayOutputStream line, Supplier<String> task, String before) {
        String text = printable(line.toString(UTF_8));
        line.reset();
        if (text.isBlank()) {
            return before;
        }
        if (budget.allows()) {
            LOG.infof("Task %s of queue %s, %s: %s%s", task.get(), program.queue(), program, text, budget.suppressed());
        }
        return text;
    }

    /** Without what could forge a line of the log, or do something to a terminal. */
    static String printable(String text) {
        return text.strip().replaceAll("\\p{Cntrl}", "?");
    }
}
