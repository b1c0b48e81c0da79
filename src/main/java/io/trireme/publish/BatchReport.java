package io.trireme.publish;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What became of a batch.
 *
 * @param accepted tasks that the brokers have
 * @param rejected lines that became none
 * @param errors why, for the first of them, in the order of the lines
 * @param unreadFrom the line from which on nothing was read, since the brokers took nothing any more; 0: all was read
 */
record BatchReport(
        long accepted,
        long rejected,
        List<LineError> errors,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long unreadFrom) {
    BatchReport {
        errors = List.copyOf(errors);
    }

    /**
     * One line that did not become a task.
     *
     * @param line its number, from 1
     * @param error why, in one sentence
     */
    record LineError(long line, String error) {}
}
