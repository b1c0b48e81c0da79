package io.trireme.run;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.trireme.wire.CurrentTrace;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The third bank: Vert.x event loops, for handlers that return a {@code Uni} or a {@code CompletionStage}.
 *
 * <p>The handler is called on a loop, each call on a duplicated context of its own, while the attempt's virtual thread waits for
 * the stage. So lanes, slots, interceptors, interrupts and the time limit are what they are on any runner, to the end of
 * the stage and not only to that of the method; a virtual thread that waits costs about a kilobyte and nothing else.
 *
 * <p>A loop that a handler blocks holds up everything else on it, this application's requests among it. Such a call is told with its
 * stack, once.
 *
 * <p>Threading: any thread calls; the timer looks.
 */
public final class EventLoops {
    private static final Logger LOG = Logger.getLogger(EventLoops.class);

    /** The time after which a call that has not returned is said to block its loop. */
    static final Duration BLOCKED_AFTER = Duration.ofSeconds(1);

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final int FRAMES = 12;

    private final List<Loop> loops;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param processors so many loops are used, in turn */
    public EventLoops(Vertx vertx, int processors) {
        this.loops = IntStream.range(0, processors)
                .mapToObj(number -> new Loop(((VertxInternal) vertx).createEventLoopContext()))
                .toList();
    }

    /** Begins to look for calls that block their loop, on {@code timer}. */
    public Future<?> watch(ScheduledExecutorService timer) {
        return timer.scheduleWithFixedDelay(
                () -> blocked(System.nanoTime()).forEach(EventLoops::tell),
                LOOK_EVERY.toNanos(),
                LOOK_EVERY.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /**
     * Makes the call on a loop and waits for the stage that it returns. An interrupt cancels a {@code Uni}.
     *
     * @param task for whom, for people
     * @throws Exception what the call threw or its stage failed with, itself
     */
    public @Nullable Object call(Callable<?> handler, Supplier<String> task) throws Exception {
        var promise = new Promise(handler);
        loops.get(Math.floorMod(turn.getAndIncrement(), loops.size())).run(promise, task);
        return promise.await();
    }

    /** Makes the call on the calling thread and waits for the stage that it returns, for runners without loops. */
    public static @Nullable Object callHere(Callable<?> handler) throws Exception {
        var promise = new Promise(handler);
        promise.make();
        return promise.await();
    }

    /** The calls that block a loop now and were not told before. */
    List<Blocked> blocked(long now) {
        var blocked = new ArrayList<Blocked>();
        loops.forEach(loop -> loop.blocked(now).ifPresent(blocked::add));
        return blocked;
    }

    private static void tell(Blocked blocked) {
        LOG.warnf(
                "Task %s has blocked event loop %s for %d ms; whatever else runs on that loop waits, HTTP requests among"
                        + " it. Let its handler wait without a thread, or return the value itself, which moves it to a"
                        + " virtual thread. It is at: %s",
                blocked.task(), blocked.loop(), blocked.since().toMillis(), blocked.stack());
    }

    /**
     * A call that has not returned.
     *
     * @param task for whom it was made
     * @param loop the loop's thread
     * @param since how long it has run
     * @param stack its top frames, the innermost first
     */
    record Blocked(String task, String loop, Duration since, String stack) {}

    /** One event loop, and the call that is being made on it. */
    private static final class Loop {
        private final Context root;
        private volatile @Nullable Running running; // written by the loop's thread, read by the timer
        private @Nullable Running told; // the timer's: the last one that was told

        private Loop(Context root) {
            this.root = root;
        }

        private void run(Promise promise, Supplier<String> task) {
            Map<String, Object> log = MDC.getMap();
            Optional<String> trace = CurrentTrace.traceparent();
            Context own = VertxContext.createNewDuplicatedContext(root);
            VertxContextSafetyToggle.setContextSafe(own, true);
            own.runOnContext(started -> {
                running = new Running(task, Thread.currentThread(), System.nanoTime());
                if (log != null) {
                    log.forEach(MDC::put); // kept in the context, so what runs on it later has it too
                }
                trace.ifPresent(CurrentTrace::enter);
                try {
                    promise.make();
                } finally {
                    trace.ifPresent(entered -> CurrentTrace.leave());
                    running = null;
                }
            });
        }

        private Optional<Blocked> blocked(long now) {
            Running call = running;
            if (call == null || call == told || now - call.begun < BLOCKED_AFTER.toNanos()) {
                return Optional.empty();
            }
            String stack = Arrays.stream(call.thread.getStackTrace())
                    .limit(FRAMES)
                    .map(StackTraceElement::toString)
                    .collect(Collectors.joining(" < "));
            if (running != call) {
                return Optional.empty(); // it returned meanwhile, and this is another one's stack
            }
            told = call;
            return Optional.of(
                    new Blocked(call.task.get(), call.thread.getName(), Duration.ofNanos(now - call.begun), stack));
        }
    }

    /** A call on its loop, from when in nanoTime. */
    private static final class Running {
        private final Supplier<String> task;
        private final Thread thread;
        private final long begun;

        private Running(Supplier<String> task, Thread thread, long begun) {
            this.task = task;
            this.thread = thread;
            this.begun = begun;
        }
    }
}
