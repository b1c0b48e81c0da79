package io.trireme.child;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.trireme.Fault;
import io.trireme.TriremeConfig;
import io.trireme.TriremeException;
import io.trireme.consume.Handler;
import io.trireme.consume.Isolation;
import io.trireme.process.ProcessTrees;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The child processes of this one, for the queues with {@code runner=process}. Used by the thread that starts and stops; any
 * thread may ask for troubles.
 */
@Singleton
public class Children implements Isolation {
    private static final Logger LOG = Logger.getLogger(Children.class);
    private static final int AFTER_THE_CONSUMERS = 3_000;

    /** How often is looked for what children left behind; one look at all processes of the machine. */
    private static final Duration SWEEP = Duration.ofSeconds(5);

    /** Settings that this process may have got by other ways than its children do. */
    private static final List<String> HANDED_ON = List.of("trireme.", "kafka.", "quarkus.", "mp.", "smallrye.");

    /** The longest that a child may take to end when it writes what it has learned. */
    private static final Duration MAKES_ARCHIVE = Duration.ofMinutes(2);

    private final TriremeConfig config;
    private final Measures measures;
    private final Map<String, ChildWorkers> workers = new ConcurrentHashMap<>(); // by queue; filled at the start
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon(true).name("trireme-child-", 0).factory()); // bounded by the children

    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon(true).name("trireme-child-sweeper").factory());
    private final ProcessTrees trees = new ProcessTrees(UUID.randomUUID().toString());

    Children(TriremeConfig config, Instance<Measures> measures) {
        this.config = config;
        this.measures = measures.stream().findFirst().orElse(Measures.NONE);
    }

    @Override
    public Map<String, Handler> isolate(String queue, Map<String, Handler> handlers) {
        ChildWorkers children = made(queue);
        if (workers.isEmpty()) {
            sweeper.scheduleWithFixedDelay(this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
        }
        workers.put(queue, children);
        try {
            children.startFirst();
        } catch (TriremeException none) {
            children.close();
            throw none;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw Fault.CHILD_UNUSABLE.causedBy(hurried, queue, "the start was broken off.");
        }
        return handlers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new ChildHandler(entry.getValue(), children)));
    }

    private ChildWorkers made(String queue) {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            throw Fault.CHILD_UNUSABLE.because(
                    queue,
                    "in tests and in Quarkus's dev mode an application is nowhere but in its own process. Use another"
                            + " runner there: %test.trireme.queues.\"" + queue + "\".runner=platform, or %dev.");
        }
        ChildSettings settings = Optional.ofNullable(config.queues().get(queue))
                .map(own -> ChildSettings.of(queue, own.process()))
                .orElseGet(() -> ChildSettings.usual(queue))
                .withArchivesIn(config.defaults().process().archiveDirectory().map(Path::of));
        if (settings.maxMemory().isPresent() && !ResidentMemory.isKnown()) {
            throw Fault.CHILD_UNUSABLE.because(
                    queue,
                    "this system does not tell how much memory a process holds. Leave max-memory-per-worker out.");
        }
        try {
            ChildCommand command = ChildCommand.ofThisProcess(settings.jvmOptions(), ChildMain.class);
            return new ChildWorkers(starter(settings, command, ChildFolder.temporary()), threads);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private ChildStart starter(ChildSettings settings, ChildCommand command, ChildFolder folder) throws IOException {
        Map<String, String> properties = settings();
        var start =
                new ChildStart(settings, folder.launch("plain", command), properties, folder, trees, threads, measures);
        if (settings.archives().isPresent()) {
            var archive = ChildArchive.in(settings.archives().get(), command);
            Launch fast = folder.launch("fast", command.with(archive.use()));
            if (archive.isMade()) {
                start.launch(fast);
            } else if (!archive.canBeMade()) { // in an image, say, for children with other options than this queue's
                LOG.infof(
                        "The archive %s is not there and cannot be written; child processes of queue %s start without one.",
                        archive.file(), settings.queue());
            } else {
                Launch maker = folder.launch("maker", command.with(archive.make()));
                var making = new ChildStart(settings, maker, properties, folder, trees, threads, measures);
                threads.execute(() -> make(archive, making, () -> start.launch(fast)));
            }
        }
        return start;
    }

    /** Has a child make the archive; without one children start more slowly, and that is all. */
    private static void make(ChildArchive archive, ChildStart making, Runnable made) {
        try {
            Files.createDirectories(archive.file().toAbsolutePath().getParent());
            Child maker = making.start();
            maker.hush();
            if (maker.end(MAKES_ARCHIVE) && archive.finish()) {
                made.run();
                LOG.infof("Child processes start from %s from now on", archive.file());
                return;
            }
            LOG.warnf("The archive %s was not made; child processes start without one.", archive.file());
        } catch (Child.Lost | IOException | TriremeException failed) {
            LOG.warnf(
                    "The archive %s was not made (%s); child processes start without one.",
                    archive.file(), failed.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            archive.discard();
        }
    }

    /** What a child starts with: what was set in this process, and what makes it one. */
    private static Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> HANDED_ON.stream().anyMatch(name::startsWith))
                .forEach(name -> settings.put(name, System.getProperty(name)));
        settings.put("trireme.roles", "child");
        settings.put("quarkus.http.host-enabled", "false");
        settings.put("quarkus.management.host-enabled", "false");
        settings.put("quarkus.banner.enabled", "false");
        settings.put("quarkus.log.console.enabled", "false"); // all of it goes to the parent
        settings.put("quarkus.log.file.enabled", "false");
        return settings;
    }

    private void sweep() {
        int swept = trees.sweep();
        if (swept > 0) {
            LOG.warnf("Child processes that ended left %d processes behind, which were killed.", swept);
        }
    }

    /** What is to be said of children that do not stay up, by their queues. */
    public Map<String, String> troubles() {
        var troubles = new TreeMap<String, String>();
        workers.forEach((queue, children) -> {
            Optional<String> trouble = children.trouble();
            trouble.ifPresent(said -> troubles.put(queue, "a child process " + said));
        });
        return troubles;
    }

    /** The consumers have drained by now: nothing takes a child any more. */
    void onStop(@Observes @Priority(AFTER_THE_CONSUMERS) ShutdownEvent event) {
        sweeper.shutdownNow();
        workers.values().forEach(ChildWorkers::close);
        threads.shutdownNow();
        if (!workers.isEmpty()) {
            sweep();
        }
    }
}
