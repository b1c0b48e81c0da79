package io.trireme.child;

import io.trireme.testing.PlainTask;
import java.util.List;

/** A task that writes down how far it is said to be. */
record NotedTask(PlainChildTask task, List<String> notes) implements PlainTask {
    @Override
    public String type() {
        return task.type();
    }

    @Override
    public void progress(long done, long total, String note) {
        notes.add(note + " " + done + "/" + total);
    }
}
