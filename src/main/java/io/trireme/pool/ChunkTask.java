package io.trireme.pool;

import io.trireme.TaskFailed;
import io.trireme.TaskState;
import io.trireme.TriremeException;
import io.trireme.result.CallResults;
import io.trireme.result.CallResults.Failure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A chunk as one task, and what is made of its result: each call has returned, has failed for good, or is made by itself, since it
 * is worth another attempt, since its worker left it for lack of time, or since the task failed as one. Only where somebody meant the
 * whole, who revoked it, say, all calls end with it.
 *
 * <p>Threading: any thread, one after the other.
 */
final class ChunkTask<A, R> {
    private final Chunk<A, R> chunk;
    private final ClusterCrew.Tasks<A, R> tasks;
    private final Calls calls;
    private final Pace pace;

    /** Who counts the calls of the chunk. */
    interface Calls {
        /** One of them has ended, and how is noted. */
        void ended();

        /** This one is made as a task of its own, with this attempt. */
        void byItself(int call, int attempt);
    }

    ChunkTask(Chunk<A, R> chunk, ClusterCrew.Tasks<A, R> tasks, Calls calls) {
        this.chunk = chunk;
        this.tasks = tasks;
        this.calls = calls;
        this.pace = chunk.job().pace();
    }

    void publish() {
        List<A> arguments = chunk.arguments();
        if (arguments.stream().anyMatch(byte[].class::isInstance)) {
            failedAsOne(); // in an array they would be texts
            return;
        }
        Sent<CallResults<R>> sent;
        try {
            sent = tasks.submitAll(arguments, chunk.job().run().group(), pace.within());
        } catch (RuntimeException | Error unsent) { // what makes the task is the user's and may throw anything
            failedAsOne();
            return;
        }
        sent.result().get().whenComplete((results, thrown) -> {
            if (thrown != null) {
                failed(Sent.unwrapped(thrown));
            } else if (results == null || results.values().size() + results.left() != chunk.size()) {
                failedAsOne();
            } else {
                ended(sent.task(), results);
            }
        });
    }

    private void ended(String task, CallResults<R> results) {
        int made = results.values().size();
        pace.answered(chunk.size(), made, results.nanos()); // before calls end, which begins others
        for (int call = made; call < chunk.size(); call++) {
            calls.byItself(call, 1); // before anything else: they have waited long enough
        }
        for (int call = 0; call < made; call++) {
            Optional<Failure> failure = results.failure(call);
            if (failure.isPresent()) {
                failed(task, call, failure.get());
            } else {
                chunk.returned(call, results.values().get(call));
                calls.ended();
            }
        }
    }

    private void failed(String task, int call, Failure failure) {
        if (failure.isToFollow()) {
            CompletableFuture.delayedExecutor(failure.pauseMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                    .execute(() -> calls.byItself(call, failure.again()));
            return;
        }
        chunk.threw(call, new TaskFailed(task + "." + call, TaskState.FAILED, failure.error()));
        calls.ended();
    }

    private void failed(Throwable thrown) {
        if (isOfTheChunk(thrown)) {
            failedAsOne();
            return;
        }
        pace.answered(chunk.size(), 0, 0); // no chunk is to wait for that
        for (int call = 0; call < chunk.size(); call++) {
            chunk.threw(call, thrown);
            calls.ended();
        }
    }

    /** Whether its calls may do better by themselves. */
    private static boolean isOfTheChunk(Throwable thrown) {
        return switch (thrown) {
            case TaskFailed failed -> failed.state() == TaskState.FAILED;
            case TriremeException fault ->
                switch (fault.fault()) {
                    case PAYLOAD_TOO_LARGE, UNENCODABLE -> true;
                    default -> false;
                };
            default -> false;
        };
    }

    private void failedAsOne() {
        pace.failed(chunk.size()); // also one that was never sent: else larger chunks wait for its answer
        for (int call = 0; call < chunk.size(); call++) {
            calls.byItself(call, 1);
        }
    }
}
