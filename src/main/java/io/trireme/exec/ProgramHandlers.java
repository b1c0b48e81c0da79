package io.trireme.exec;

import io.quarkus.runtime.ShutdownEvent;
import io.trireme.ExecSettings;
import io.trireme.TriremeConfig;
import io.trireme.consume.HandlerMuster;
import io.trireme.process.ProcessTrees;
import io.trireme.wire.PayloadCodec;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Answers the call for handlers with the programs that are configured. Used by the thread that starts and stops; any thread may
 * ask for troubles.
 */
@Singleton
public class ProgramHandlers {
    private static final Logger LOG = Logger.getLogger(ProgramHandlers.class);
    private static final int AFTER_THE_CONSUMERS = 3_000;

    /** How often is looked for what programs left behind; one look at all processes of the machine. */
    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final TriremeConfig config;
    private final PayloadCodec codec;
    private final Map<Program, Way> ways = new ConcurrentHashMap<>(); // filled at the start
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon(true).name("trireme-exec-", 0).factory()); // bounded by what runs at once

    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon(true).name("trireme-exec-sweeper").factory());
    private final ProcessTrees trees = new ProcessTrees(UUID.randomUUID().toString());

    ProgramHandlers(TriremeConfig config, PayloadCodec codec) {
        this.config = config;
        this.codec = codec;
    }

    void answer(@Observes HandlerMuster muster) {
        config.queues()
                .forEach((queue, settings) -> Program.of(queue, settings.exec()).ifPresent(program -> {
                    Way way = way(program, settings.exec());
                    ways.put(program, way);
                    muster.answer(
                            new ProgramHandler(program, settings.exec().type().orElse(queue), way));
                }));
        if (!ways.isEmpty()) {
            sweeper.scheduleWithFixedDelay(this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        int swept = trees.sweep();
        if (swept > 0) {
            LOG.warnf("Programs that ended left %d processes behind, which were killed.", swept);
        }
    }

    private Way way(Program program, ExecSettings settings) {
        return switch (settings.mode()) {
            case ONCE -> new OncePerTask(program, trees, threads);
            case LINES ->
                new LineWorkers(program, new LineProtocol(codec), settings.maxTasksPerProcess(), trees, threads);
        };
    }

    /** What is to be said of programs that do not stay up, by their queues. */
    public Map<String, String> troubles() {
        var troubles = new TreeMap<String, String>();
        ways.forEach((program, way) -> way.trouble()
                .ifPresent(trouble -> troubles.put(program.queue(), "command '" + program + "' " + trouble)));
        return troubles;
    }

    /** The consumers have drained by now: nothing takes a worker any more. */
    void onStop(@Observes @Priority(AFTER_THE_CONSUMERS) ShutdownEvent event) {
        sweeper.shutdownNow();
        ways.values().forEach(Way::close);
        threads.shutdownNow();
        if (!ways.isEmpty()) {
            sweep();
        }
    }
}
