package io.trireme.guarantee;

import static org.awaitility.Awaitility.await;

import io.trireme.testing.BrokerClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Processes that fire timers onto a queue, and who watches them. Owned by the thread of the test. */
final class TimerRun implements AutoCloseable {
    private static final int PARTITIONS = 4;

    private final Duration patience;
    private final BrokerClient broker;
    private final Path directory;
    private final List<TimerProcess> all = new ArrayList<>();
    private final TimerWatch watch;

    /**
     * @param broker closed with this
     * @param patience for whatever is awaited
     */
    TimerRun(BrokerClient broker, Duration patience) {
        this.broker = broker;
        this.patience = patience;
        String queue = broker.createTopic(BrokerClient.uniqueName("timers"), PARTITIONS);
        this.directory = Path.of("target", "guarantee", queue);
        this.watch = new TimerWatch(broker.bootstrapServers(), queue, PARTITIONS);
    }

    BrokerClient broker() {
        return broker;
    }

    TimerWatch watch() {
        return watch;
    }

    /** Starts a process that begins when it is told to. */
    TimerProcess standBy() throws IOException {
        var process = new TimerProcess(broker.bootstrapServers(), directory, all.size());
        all.add(process);
        return process;
    }

    void begin(TimerProcess process) throws IOException {
        await().atMost(patience).until(process::isReady);
        process.begin();
        await().atMost(patience).until(process::isRunning);
    }

    /** Looks at what fires, until that is so. */
    void watchUntil(Callable<Boolean> so) {
        await().atMost(patience)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .pollInSameThread()
                .until(() -> {
                    watch.look();
                    return so.call();
                });
    }

    @Override
    public void close() throws Exception {
        for (TimerProcess process : all) {
            process.close();
        }
        watch.close();
        broker.close();
    }
}
