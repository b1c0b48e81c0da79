package io.trireme.control;

import java.util.List;

/**
 * What all processes do with a queue.
 *
 * @param queue its name
 * @param processes those that answered, each of which has applied all that was ordered before
 * @param silent the members of its group that did not answer in time, by host and process id
 */
public record Activity(String queue, List<ProcessReport> processes, List<String> silent) {
    public Activity {
        processes = List.copyOf(processes);
        silent = List.copyOf(silent);
    }
}
