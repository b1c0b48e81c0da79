package io.trireme.child;

import io.trireme.TaskError;
import io.trireme.process.ProcessTrees;
import io.trireme.result.CarriedResult;
import io.trireme.result.ResultValue;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls of one function in child processes of this one, one call at a time in each, without an application around it: started
 * when a call is made and none is idle.
 *
 * <p>Threading: any thread calls, and has a child for itself meanwhile; an interrupt reaches the function, and kills its process if
 * that does not return within {@link Limits#killGrace}.
 */
public final class ChildCalls<A, R> implements AutoCloseable {
    private final String name;
    private final ChildWorkers workers;
    private final AtomicLong calls = new AtomicLong();
    private final ExecutorService threads;
    private final ProcessTrees trees = new ProcessTrees(UUID.randomUUID().toString());
    private boolean closed; // guarded by this

    /**
     * What holds for the processes. Of what is wrong with them the sentences name {@code LocalPool.Builder}'s methods.
     *
     * @param maxTasks calls after which another process takes the place of one
     * @param killGrace how long a call that is to stop may take to return, and then its process to end
     * @param startTimeout how long a process may take to start
     * @param maxMessageBytes of an argument, or of what is returned
     */
    public record Limits(OptionalInt maxTasks, Duration killGrace, Duration startTimeout, int maxMessageBytes) {}

    private ChildCalls(String name, CallMain.Work work, Limits limits) throws IOException {
        this.name = name;
        ChildSettings settings = ChildSettings.ofPool(name, limits);
        String carried = Base64.getEncoder().encodeToString(Portable.write(work));
        this.threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon(true).name(name + "-child-", 0).factory()); // bounded by the children
        ChildCommand command = ChildCommand.ofThisProcess(settings.jvmOptions(), CallMain.class);
        ChildFolder folder = ChildFolder.temporary();
        this.workers = new ChildWorkers(
                new ChildStart(
                        settings,
                        folder.launch("arguments", command),
                        Map.of(CallMain.WORK, carried),
                        folder,
                        trees,
                        threads,
                        Measures.NONE),
                threads);
    }

    /**
     * No process starts yet.
     *
     * @param name for people
     * @param call is made there
     * @param first runs once in each process, before its first call; to be serializable too
     * @throws io.trireme.TriremeException when one of the limits is out of its range
     * @throws IllegalArgumentException when one of them cannot go to another process; the sentence names what cannot
     */
    @SuppressWarnings("unchecked") // what goes there and comes back has no type on its way
    public static <A, R> ChildCalls<A, R> of(String name, PortableCall<A, R> call, Serializable first, Limits limits) {
        try {
            return new ChildCalls<>(name, new CallMain.Work(first, (PortableCall<Object, Object>) call), limits);
        } catch (NotSerializableException stays) {
            throw new IllegalArgumentException(
                    "What is called in another process must be serializable with all that it captures, and "
                            + stays.getMessage() + " is not.",
                    stays);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /**
     * Makes a call and waits for what it returns.
     *
     * @throws io.trireme.ThrownElsewhere what the function threw
     * @throws io.trireme.TriremeException when its process is lost, or there can be none
     * @throws Exception when the argument or what is returned is not serializable
     */
    @SuppressWarnings("unchecked")
    public R call(A argument) throws Exception {
        var task = new CarriedTask(
                name + "-" + calls.incrementAndGet(),
                name,
                name,
                Optional.empty(),
                Optional.of(Portable.write(argument)),
                Map.of(),
                1,
                0,
                0,
                Instant.EPOCH,
                CarriedTask.NO_TOKEN);
        Object returned = workers.run(task, Watcher.NONE);
        return switch ((CarriedResult) Objects.requireNonNull(returned)) {
            case CarriedResult.Value(ResultValue value) -> (R) Portable.read(value.bytes());
            case CarriedResult.Unwritable(TaskError why) ->
                throw why.reason().said(why.message(), null); // it is too large
        };
    }

    /** Ends the processes, once: who comes second waits for the first. Calls that are under way go on without their place. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        workers.close();
        threads.shutdown();
        trees.sweep();
    }
}
