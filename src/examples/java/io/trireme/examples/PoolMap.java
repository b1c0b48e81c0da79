package io.trireme.examples;

import io.trireme.pool.AsyncResult;
import io.trireme.pool.CallFailed;
import io.trireme.pool.ClusterPool;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * How the demo ends: the workers that digested files are called as one pool, and what they return is added up here.
 *
 * <p>Owned by the demo's thread.
 */
final class PoolMap {
    private static final String DIGEST = "digest";

    /** So many of the files: enough to see, few enough not to do all the work again. */
    private static final int MOST_FILES = 1_000;

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ClusterPool.Queues queues;
    private final PrintStream out;

    PoolMap(ClusterPool.Queues queues, PrintStream out) {
        this.queues = queues;
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param stopping opens when it shall end early
     * @return what was wrong, as sentences
     */
    List<String> run(DemoPlan plan, CountDownLatch stopping) throws InterruptedException {
        List<String> paths = paths(plan);
        long begun = System.nanoTime();
        ClusterPool<String, Digest.FileDigest> pool = queues.<String, Digest.FileDigest>calling(
                        DIGEST, Digest.FileDigest.class)
                .open();
        AsyncResult<List<Digest.FileDigest>> map = pool.mapAsync(paths);
        while (!map.await(TICK) && stopping.getCount() > 0 && System.nanoTime() - begun < PATIENCE.toNanos()) {}
        if (!map.isReady()) {
            pool.terminate(); // and not joined: who is told to stop does not wait for workers that stop too
            return stopping.getCount() == 0
                    ? List.of()
                    : List.of(
                            "A map of " + Report.count(paths.size()) + " files was not done within " + PATIENCE + ".");
        }
        pool.close();
        return sum(map, paths, Duration.ofNanos(System.nanoTime() - begun)).stream()
                .toList();
    }

    private static List<String> paths(DemoPlan plan) {
        try (RegularFiles files = plan.files()) {
            Iterable<Path> once = () -> files;
            Stream<Path> some = StreamSupport.stream(once.spliterator(), false).limit(MOST_FILES);
            return some.map(Path::toString).toList();
        }
    }

    /** What was wrong, if anything. */
    private Optional<String> sum(AsyncResult<List<Digest.FileDigest>> map, List<String> paths, Duration took)
            throws InterruptedException {
        List<Digest.FileDigest> digests;
        try {
            digests = map.get();
        } catch (CallFailed failed) {
            return Optional.of("The map over the files failed at " + paths.get((int) failed.index()) + ": "
                    + failed.thrown().getMessage());
        }
        if (!digests.stream().map(Digest.FileDigest::path).toList().equals(paths)) {
            return Optional.of("The results of the map over the files are not in the order of the files.");
        }
        long lines = digests.stream().mapToLong(Digest.FileDigest::lines).sum();
        long bytes = digests.stream().mapToLong(Digest.FileDigest::bytes).sum();
        out.println();
        out.println("As one pool: pool.map(files) gave " + Report.count(digests.size()) + " digests in order in "
                + Report.time(took) + "; " + Report.count(lines) + " lines, " + Report.bytes(bytes) + ".");
        return Optional.empty();
    }
}
