package io.trireme.app;

import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import io.trireme.TriremeException;
import java.net.BindException;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The service did not start, or failed while it ran; the message is the sentence that says why. */
final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the configuration library puts before its sentences. */
    private static final Pattern NOISE = Pattern.compile("(?:[\\w.]+Exception: )?SRCFG\\d+: ");

    StartFailure(String sentence) {
        this(sentence, null);
    }

    StartFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    /** Finds the sentence in what Quarkus threw. */
    static StartFailure of(Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TriremeException) {
                return new StartFailure(String.valueOf(cause.getMessage()), failure);
            }
            if (cause instanceof QuarkusBindException taken) {
                return new StartFailure(
                        "Port " + taken.getPort() + " of " + taken.getHost()
                                + " is taken by another process. Choose another one with --http-port"
                                + " or --management-port.",
                        failure);
            }
            if (cause instanceof BindException taken) {
                return new StartFailure(
                        "A port of this process is taken by another one, or its address is none of this machine ("
                                + taken.getMessage() + "). Choose others with --http-port, --management-port and their"
                                + " hosts.",
                        failure);
            }
            if (cause instanceof ConfigValidationException invalid) {
                return new StartFailure(problems(invalid), failure);
            }
            last = cause;
        }
        String what = last.getMessage() == null ? last.getClass().getName() : last.getMessage();
        return new StartFailure("The service failed: " + what, failure);
    }

    private static String problems(ConfigValidationException invalid) {
        var problems = new StringJoiner("; ", "The configuration is wrong: ", ". Correct it.");
        for (int i = 0; i < invalid.getProblemCount(); i++) {
            problems.add(NOISE.matcher(invalid.getProblem(i).getMessage()).replaceAll(""));
        }
        return problems.toString();
    }
}
