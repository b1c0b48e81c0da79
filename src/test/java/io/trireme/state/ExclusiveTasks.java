package io.trireme.state;

import io.trireme.Exclusive;
import io.trireme.Handles;
import io.trireme.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An exclusive handler that remembers its tokens, and how many of it ran at once. */
@ApplicationScoped
class ExclusiveTasks {
    static final String QUEUE = "exclusive-tasks";

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final List<Long> tokens = new CopyOnWriteArrayList<>();

    @Handles(QUEUE)
    @Exclusive(QUEUE)
    void work(TaskContext task) {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        tokens.add(task.fencingToken());
        inside.decrementAndGet();
    }

    int most() {
        return most.get();
    }

    List<Long> tokens() {
        return List.copyOf(tokens);
    }
}
