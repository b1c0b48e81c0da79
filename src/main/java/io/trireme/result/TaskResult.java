package io.trireme.result;

import io.trireme.TaskError;
import io.trireme.TaskProgress;
import io.trireme.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a worker tells of a task: what came out of it, or where it stands.
 *
 * @param id the task's id
 * @param state where it stands
 * @param queue the queue that it lay in
 * @param attempts how many attempts were made, the one that runs included
 * @param worker the process that tells
 * @param at when it told, to the millisecond
 * @param took how long the attempt ran that succeeded, if its worker says so
 * @param value what the handler returned, if it succeeded
 * @param error what went wrong, if something did
 * @param progress how far its handler says that it is, if it does
 */
public record TaskResult(
        String id,
        TaskState state,
        String queue,
        int attempts,
        String worker,
        Instant at,
        Optional<Duration> took,
        Optional<ResultValue> value,
        Optional<TaskError> error,
        Optional<TaskProgress> progress) {

    /** A task of which nothing was told, since it was made. */
    static TaskResult pending(String id, Instant made) {
        return new TaskResult(
                id,
                TaskState.PENDING,
                "",
                0,
                "",
                made,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether nothing was told of it, not even its queue. */
    boolean isUntold() {
        return worker.isEmpty();
    }

    /** It has not ended: where it stands. */
    TaskResult standing(TaskState where, Optional<TaskError> lastError, Optional<TaskProgress> how) {
        return new TaskResult(
                id, where, queue, attempts, worker, at, Optional.empty(), Optional.empty(), lastError, how);
    }

    /** Done, with this value, by an attempt that ran for so long. */
    TaskResult succeeded(ResultValue what, Duration ran) {
        return new TaskResult(
                id,
                TaskState.SUCCEEDED,
                queue,
                attempts,
                worker,
                at,
                Optional.of(ran),
                Optional.of(what),
                Optional.empty(),
                progress);
    }

    /** Ended like this, for this reason, and without a value. */
    TaskResult ended(TaskState how, TaskError why) {
        return new TaskResult(
                id, how, queue, attempts, worker, at, Optional.empty(), Optional.empty(), Optional.of(why), progress);
    }
}
