package io.trireme.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trireme.wire.LogFields;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Carries the log of a child to its parent: each record as a line of JSON on the standard error, with the character RS in
 * front (RFC 7464), which tells it from whatever else is printed there. Any thread.
 */
final class ChildLog extends Handler {
    static final char RECORD = '\u001e';

    /** Most characters of a message, and of a stack. */
    static final int LONGEST = 16_384;

    private final JsonFactory factory = new JsonFactory();
    private final OutputStream out;

    ChildLog(OutputStream out) {
        this.out = out;
    }

    /** Of this process: all that is logged from now on. */
    static void install() {
        Logger.getLogger("").addHandler(new ChildLog(new FileOutputStream(FileDescriptor.err)));
    }

    @Override
    public void publish(LogRecord logged) {
        ExtLogRecord told = ExtLogRecord.wrap(logged);
        var line = new ByteArrayOutputStream();
        line.write('\n'); // ends what was printed and not ended; the parent passes over empty lines
        line.write(RECORD);
        try (JsonGenerator json = factory.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("level", told.getLevel().intValue());
            json.writeStringField("logger", String.valueOf(told.getLoggerName()));
            json.writeStringField("message", cut(String.valueOf(told.getFormattedMessage())));
            String task = told.getMdc(LogFields.TASK_ID);
            if (task != null) {
                json.writeStringField("task", task);
                json.writeStringField("type", String.valueOf(told.getMdc(LogFields.TASK_TYPE)));
            }
            if (told.getThrown() != null) {
                var stack = new StringWriter();
                told.getThrown().printStackTrace(new PrintWriter(stack));
                json.writeStringField("stack", cut(stack.toString()));
            }
            json.writeEndObject();
        } catch (IOException impossible) { // memory takes all of it
            throw new IllegalStateException(impossible);
        }
        line.writeBytes("\n".getBytes(UTF_8));
        synchronized (this) {
            try {
                line.writeTo(out);
            } catch (IOException closed) {
                // the parent is gone, and this process with it
            }
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    @Override
    public void flush() {
        // nothing is held
    }

    @Override
    public void close() {
        // the system does
    }
}
