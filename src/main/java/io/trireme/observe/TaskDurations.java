package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.Interceptor;
import io.trireme.Outcome;
import io.trireme.TaskContext;
import io.trireme.TaskHandler;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Measures how long attempts take, by queue. A timer of the meters' library would cost several times as much. */
@Singleton
@Priority(300)
@IfBuildProperty(name = "trireme.metrics.enabled", stringValue = "true", enableIfMissing = true)
class TaskDurations implements Interceptor {
    private final Map<String, Durations> byQueue = new ConcurrentHashMap<>(); // bounded by this process's queues

    @Override
    public Outcome around(TaskContext task, TaskHandler next) throws Exception {
        Durations durations = of(task.queue());
        long begun = System.nanoTime();
        try {
            return next.handle(task);
        } finally {
            durations.add(System.nanoTime() - begun);
        }
    }

    /** What was measured in one queue. */
    Durations of(String queue) {
        Durations known = byQueue.get(queue);
        return known == null ? byQueue.computeIfAbsent(queue, unseen -> new Durations(System::nanoTime)) : known;
    }
}
