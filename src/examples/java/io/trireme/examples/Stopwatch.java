package io.trireme.examples;

import io.trireme.Interceptor;
import io.trireme.Outcome;
import io.trireme.TaskContext;
import io.trireme.TaskHandler;
import io.trireme.TaskRejected;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * An interceptor: takes the time of the demo's tasks, from their being published to their being done.
 *
 * <p>Found by itself, since it is a bean, and called around every attempt. Tasks that are not of the demo under way pass
 * through.
 */
@Singleton
class Stopwatch implements Interceptor {
    /** The header that says which demo a task belongs to. */
    static final String RUN = "demo-run";

    private final InstantSource clock = InstantSource.system();
    private volatile Race race = new Race("", Map.of()); // written by the demo's thread, read by the runners'

    private record Race(String run, Map<String, Lap> laps) {}

    /** From now on the tasks of this run are timed, each queue's into its own lap. */
    void start(String run, Map<String, Lap> laps) {
        race = new Race(run, Map.copyOf(laps));
    }

    @Override
    public Outcome around(TaskContext task, TaskHandler next) throws Exception {
        Race now = race;
        Lap lap = now.laps().get(task.queue());
        if (lap == null || !task.header(RUN).orElse("").equals(now.run())) {
            return next.handle(task);
        }
        try {
            Outcome outcome = next.handle(task);
            if (outcome instanceof Outcome.Done done) {
                Instant end = clock.instant();
                lap.done(Duration.between(task.publishedAt(), end), done.result());
            }
            return outcome;
        } catch (TaskRejected rejected) {
            lap.rejected(String.valueOf(rejected.getMessage()));
            throw rejected;
        } catch (Exception failure) {
            lap.failed(failure.toString());
            throw failure;
        }
    }
}
