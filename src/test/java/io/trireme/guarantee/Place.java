package io.trireme.guarantee;

import io.trireme.TaskContext;
import io.trireme.wire.Headers;

/** Where a task lay when it was published, which names it in a run, and which attempt of it this is. */
record Place(int partition, long offset, String key, int attempt) {
    /** A task that left its process and came back says where it lay first. */
    static Place of(TaskContext task) {
        String key = task.key().orElse("-");
        return task.header(Headers.ORIGIN)
                .map(origin -> origin.split("-"))
                .map(first -> new Place(Integer.parseInt(first[0]), Long.parseLong(first[1]), key, task.attempt()))
                .orElseGet(() -> new Place(task.partition(), task.offset(), key, task.attempt()));
    }
}
