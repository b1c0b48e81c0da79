package io.trireme.dev;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jboss.logmanager.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker inside this process: one KRaft node on loopback, for development, demos and tests.
 *
 * <p>It exists so that Trireme runs and is tested where no Kafka is installed, against the real thing and not an
 * imitation. Its group timings are short (a consumer that is gone is noticed within 6 s), it creates no topic by itself,
 * and any number of them may run in one process.
 *
 * <p>Safe for use by any thread, also from a shutdown hook; each call waits for the one before it. The work is done on a
 * thread of its own, so an interrupted caller neither breaks a start nor a stop: the call goes on and the flag stays set.
 *
 * <p>A start that fails throws, releases its ports and removes its temporary directory. A fault while it runs is logged
 * as an error and ends the broker at most, never the process, with one exception that lies in Kafka: a data directory
 * that cannot be written to any more halts the JVM.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final Options options;
    private final Map<String, String> settings; // of Kafka's, over ours
    private final DataDirectory directory;
    private final int port;

    @SuppressWarnings("unused") // a level is forgotten with its logger
    private final List<Logger> quietened;

    private @Nullable KafkaNode node; // null while stopped; guarded by this, as is closed
    private boolean closed;

    private EmbeddedBroker(
            Options options,
            Map<String, String> settings,
            DataDirectory directory,
            int port,
            List<Logger> quietened,
            KafkaNode node) {
        this.options = options;
        this.settings = settings;
        this.directory = directory;
        this.port = port;
        this.quietened = quietened;
        this.node = node;
    }

    /** Starts a broker on any free port, with a temporary directory. Ready for clients on return. */
    public static EmbeddedBroker start() {
        return start(Options.defaults());
    }

    /**
     * Starts a broker. Ready for clients on return.
     *
     * @throws IllegalStateException it did not start; the message says why
     */
    public static EmbeddedBroker start(Options options) {
        return start(options, Map.of());
    }

    /** @param settings of Kafka's, over what an embedded broker sets */
    static EmbeddedBroker start(Options options, Map<String, String> settings) {
        return onItsOwnThread("did not start", () -> {
            var quietened = ServerLog.quieten();
            var directory = DataDirectory.open(options.directory());
            try {
                var sockets = LoopbackSockets.near(options.port());
                var node = KafkaNode.start(sockets, directory.path(), options.partitions(), settings);
                return new EmbeddedBroker(options, settings, directory, sockets.clientPort(), quietened, node);
            } catch (Throwable failure) { // also Kafka's errors: the directory must not stay locked
                directory.close();
                throw failure;
            }
        });
    }

    /** The value of {@code kafka.bootstrap.servers} for this broker. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The port on 127.0.0.1: the preferred one, or another if that was taken. The same for the broker's whole life. */
    public int port() {
        return port;
    }

    /** Where it keeps its data. */
    public Path directory() {
        return directory.path();
    }

    /** Stops the broker and frees its port; data and port are kept for {@link #restart}. Does nothing if it is stopped. */
    public synchronized void stop() {
        var running = node;
        node = null;
        if (running != null) {
            onItsOwnThread("did not stop cleanly", () -> {
                running.stop();
                return running;
            });
        }
    }

    /**
     * Starts the broker again on the same data and the same port, after a {@link #stop} if it runs.
     *
     * @throws IllegalStateException it did not start, or was closed before
     */
    public synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("This embedded broker was closed, which is for good. Start a new one.");
        }
        stop();
        node = onItsOwnThread(
                "did not start again",
                () -> KafkaNode.start(LoopbackSockets.at(port), directory.path(), options.partitions(), settings));
    }

    /** Stops the broker for good, frees its port, and deletes its directory if it was a temporary one. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            stop();
        } finally {
            onItsOwnThread("left its directory behind", () -> {
                directory.close();
                return directory;
            });
        }
    }

    /**
     * Does the work on a new thread and waits for it, whatever happens to the caller.
     *
     * <p>Walk-through of the reason: the caller is interrupted (a test's timeout, a shutdown); Kafka writes to a file on this
     * thread; the channel closes itself because of the interrupt; Kafka takes that for a broken disk and halts the JVM. A
     * new thread has no interrupt pending, and also no context class loader of an application, which Kafka would load
     * its own classes with and hand down to threads that outlive the application.
     */
    private static <T> T onItsOwnThread(String failed, Callable<T> work) {
        var task = new FutureTask<T>(work);
        var thread = Thread.ofPlatform()
                .name("trireme-embedded-broker")
                .inheritInheritableThreadLocals(false)
                .unstarted(task);
        thread.setContextClassLoader(EmbeddedBroker.class.getClassLoader());
        thread.start();
        return result(task, failed);
    }

    private static <T> T result(Future<T> task, String failed) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failure) {
            var cause = Objects.requireNonNullElse(failure.getCause(), failure);
            throw new IllegalStateException("The embedded broker " + failed + ": " + cause.getMessage(), cause);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * How an embedded broker is to be started.
     *
     * @param port the preferred port; if it is taken the next free one above it is used; 0 leaves the choice free
     * @param directory where to keep the data, which then outlive the broker; absent means a temporary directory
     * @param partitions how many partitions a topic gets that is created without saying so
     */
    public record Options(int port, Optional<Path> directory, int partitions) {
        public Options {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("The embedded broker's port is " + port + "; use 0 to 65535.");
            }
            if (partitions < 1) {
                throw new IllegalArgumentException(
                        "The embedded broker's partitions are " + partitions + "; use at least 1.");
            }
        }

        /** Any free port, a temporary directory, 8 partitions. */
        public static Options defaults() {
            return new Options(0, Optional.empty(), 8);
        }

        /** The same with a preferred port. */
        public Options withPort(int preferred) {
            return new Options(preferred, directory, partitions);
        }

        /** The same with a directory that is kept. */
        public Options withDirectory(Path kept) {
            return new Options(port, Optional.of(kept), partitions);
        }

        /** The same with another number of partitions. */
        public Options withPartitions(int number) {
            return new Options(port, directory, number);
        }
    }
}
