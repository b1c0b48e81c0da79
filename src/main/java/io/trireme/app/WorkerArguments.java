package io.trireme.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The command line of one worker process, made from that of the process that keeps several of them. */
final class WorkerArguments {
    /** Options with a value that are the supervisor's own. */
    private static final Set<String> OWN =
            Set.of("--processes", "--restarts", "--management-port", "--management-host");

    private WorkerArguments() {}

    /** @param port where the worker's management is to listen */
    static List<String> of(List<String> supervisor, int port) {
        var arguments = new ArrayList<String>();
        boolean value = false;
        for (String argument : supervisor) {
            if (value) {
                value = false;
            } else if (OWN.contains(argument)) {
                value = true;
            } else if (OWN.stream().noneMatch(own -> argument.startsWith(own + "="))) {
                arguments.add(argument);
            }
        }
        arguments.addAll(
                List.of("--lifeline", "--management-host", "127.0.0.1", "--management-port", Integer.toString(port)));
        return List.copyOf(arguments);
    }
}
