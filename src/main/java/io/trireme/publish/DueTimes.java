package io.trireme.publish;

import io.trireme.Fault;
import io.trireme.Task;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** When a task is to run, by what its headers ask for and the publisher's clock. */
final class DueTimes {
    /** These ask the publisher, and are not the task's. */
    static final Set<String> HEADERS = Set.of(Headers.DELAY, Headers.DUE);

    private DueTimes() {}

    /**
     * The time to come at which the task is due; empty if it is due at once.
     *
     * @param id what the task is to be called
     * @throws io.trireme.TriremeException {@link Fault#DELAY_WRONG}, or {@link Fault#TASK_ID_WRONG} if it has to wait
     */
    static Optional<Instant> of(Task task, String id, Instant now) {
        Optional<Instant> due = asked(task, now);
        if (due.isPresent() && due.get().isAfter(now.plus(Task.LONGEST_DELAY))) {
            throw wrong(due.get().toString());
        }
        Optional<Instant> later = due.filter(now::isBefore);
        if (later.isPresent() && (id.isEmpty() || id.startsWith(Topics.cronPrefix()))) {
            throw Fault.TASK_ID_WRONG.because(id, Topics.cronPrefix());
        }
        return later;
    }

    private static Optional<Instant> asked(Task task, Instant now) {
        String delay = task.headers().get(Headers.DELAY);
        String due = task.headers().get(Headers.DUE);
        try {
            if (delay != null) {
                return Optional.of(now.plus(Duration.parse(delay)));
            }
            return Optional.ofNullable(due).map(Instant::parse);
        } catch (DateTimeException | ArithmeticException unreadable) {
            throw wrong(delay == null ? String.valueOf(due) : delay);
        }
    }

    private static RuntimeException wrong(String text) {
        return Fault.DELAY_WRONG.because(text, Task.LONGEST_DELAY.toDays());
    }
}
