package io.trireme.observe;

import io.trireme.Interceptor;
import io.trireme.Outcome;
import io.trireme.TaskContext;
import io.trireme.TaskHandler;
import io.trireme.wire.LogFields;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Gives every log line of an attempt the task's id, type and queue: {@code %X{task.id}}, {@code %X{task.type}},
 * {@code %X{task.queue}}.
 *
 * <p>Setting three texts for every task and taking them away again would cost more than many a handler. So each thread
 * gets three objects once, which look the text up in the task under way when a line is really written; an attempt costs
 * one look-up and no memory. Threads that a handler starts inherit them, as they do texts.
 */
@Singleton
@Priority(100)
class LogContext implements Interceptor {
    @Override
    public Outcome around(TaskContext task, TaskHandler next) throws Exception {
        Slot slot = slot();
        slot.task = task;
        try {
            return next.handle(task);
        } finally {
            slot.task = null;
        }
    }

    /** This thread's slot. Asks the log context itself, since a handler may have cleared it. */
    private static Slot slot() {
        if (MDC.get(LogFields.TASK_ID) instanceof Text text && text.slot.owner == Thread.currentThread()) {
            return text.slot;
        }
        var slot = new Slot(Thread.currentThread());
        MDC.put(LogFields.TASK_ID, new Text(slot, TaskContext::id));
        MDC.put(LogFields.TASK_TYPE, new Text(slot, TaskContext::type));
        MDC.put(LogFields.TASK_QUEUE, new Text(slot, TaskContext::queue));
        return slot;
    }

    /** The task that a thread works on. */
    private static final class Slot {
        private final Thread owner;

        /** Written by the owner; read by it and by threads that it starts meanwhile. */
        private @Nullable TaskContext task;

        private Slot(Thread owner) {
            this.owner = owner;
        }
    }

    /** A text that is made when it is asked for; empty between two tasks. */
    private static final class Text {
        private final Slot slot;
        private final Function<TaskContext, String> what;

        private Text(Slot slot, Function<TaskContext, String> what) {
            this.slot = slot;
            this.what = what;
        }

        @Override
        public String toString() {
            TaskContext task = slot.task;
            return task == null ? "" : what.apply(task);
        }
    }
}
