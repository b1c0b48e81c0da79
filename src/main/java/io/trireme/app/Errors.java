package io.trireme.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What a command that failed tells: one sentence on the error output, and an exit code. */
final class Errors {
    private Errors() {}

    static int wrongUsage(ParameterException wrong, String... arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("trireme: " + closed(String.valueOf(wrong.getMessage())) + " Try `"
                + command.getCommandSpec().qualifiedName() + " --help`.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    static int failed(Exception failure, CommandLine command, boolean verbose) {
        PrintWriter err = command.getErr();
        err.println("trireme: " + sentence(failure));
        if (verbose) {
            failure.printStackTrace(err);
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String closed(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    private static String sentence(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getName() + " (--verbose shows where)." : message;
    }
}
