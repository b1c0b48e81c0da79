package io.trireme.bench;

import io.trireme.wire.Headers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How long a worker takes from the start of its process to its first task, and what it holds when it has nothing to do: as it is in
 * an image, with an archive of its classes, and without one. The task and the broker are there before. Run:
 * {@code make bench ARGS="--start target/image"}, after {@code make image}, or on {@code target/quarkus-app}.
 *
 * <p>A pod with little memory gets the serial collector, and a heap that begins small; so do these.
 */
final class StartBench {
    private static final String APPLICATION = "quarkus-run.jar";
    private static final String QUEUE = "greetings";
    private static final String TASK = "{\"name\":\"Ada\"}";
    private static final String HANDLED = "Hello, Ada!";
    private static final Path OPTIONS = Path.of("src", "main", "docker", "java.options");
    private static final int TRAINING = 3;
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final long LONGEST_SECONDS = 60;

    private final BrokerProcess broker;
    private final Path application;

    private StartBench(BrokerProcess broker, Path application) {
        this.broker = broker;
        this.application = application;
    }

    static boolean isApplication(Path folder) {
        return Files.exists(folder.resolve(APPLICATION));
    }

    /** @param folder of the application: {@code quarkus-run.jar} is in it */
    static void run(BrokerProcess broker, Path folder, int rounds) throws Exception {
        Path application = folder.resolve(APPLICATION);
        if (!isApplication(folder)) {
            throw new IllegalArgumentException(
                    "There is no " + application + ". Run make image first, or name target/quarkus-app.");
        }
        broker.create(QUEUE, 1);
        Path archive = Files.createTempFile("trireme", ".aot");
        try {
            new StartBench(broker, application).measure(archive, rounds);
        } finally {
            Files.delete(archive);
        }
    }

    private void measure(Path archive, int rounds) throws Exception {
        try (var trained = new Worker(List.of("-XX:AOTCacheOutput=" + archive))) {
            for (int i = 0; i < TRAINING; i++) {
                publish();
                trained.awaitTask();
            }
            trained.drain();
        }
        System.out.printf(
                "%n**From the start of the process to the first task, and idle**%n%n"
                        + "| round | with an archive, ms | without, ms | idle with it, MB resident | without, MB |%n|---|---|---|---|---|%n");
        for (int round = 1; round <= rounds; round++) {
            Figures with = start(imageOptions(archive));
            Figures without = start(List.of());
            System.out.printf(
                    "| %d | %d | %d | %d | %d |%n",
                    round, with.millis, without.millis, with.megabytes, without.megabytes);
        }
    }

    private record Figures(long millis, long megabytes) {}

    private static List<String> imageOptions(Path archive) throws IOException {
        String cache = "-XX:AOTCache=";
        return Files.readAllLines(OPTIONS).stream()
                .filter(line -> line.startsWith("-"))
                .map(line -> line.startsWith(cache) ? cache + archive : line)
                .toList();
    }

    private Figures start(List<String> options) throws Exception {
        publish();
        try (var worker = new Worker(options)) {
            worker.awaitTask();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - worker.begun);
            Thread.sleep(IDLE);
            long megabytes = worker.resident();
            worker.drain();
            return new Figures(millis, megabytes);
        }
    }

    private void publish() throws Exception {
        try (var producer = broker.producer(0)) {
            var record = new ProducerRecord<byte[], byte[]>(QUEUE, TASK.getBytes(StandardCharsets.UTF_8));
            record.headers().add(Headers.TYPE, QUEUE.getBytes(StandardCharsets.UTF_8));
            producer.send(record).get();
        }
    }

    /** One worker process, which is told what it says. */
    private final class Worker implements AutoCloseable {
        private final long begun = System.nanoTime();
        private final List<String> said = new ArrayList<>();
        private final Process process;
        private final BufferedReader output;

        private Worker(List<String> options) throws IOException {
            var command = Jvm.java(options.toArray(String[]::new));
            command.addAll(List.of(
                    "-XX:+UseSerialGC",
                    "-Xms8m",
                    "-Xmx307m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dkafka.bootstrap.servers=" + broker.bootstrap(),
                    "-Dquarkus.management.port=0",
                    "-jar",
                    application.toString(),
                    "work",
                    "--queues",
                    QUEUE));
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        private void awaitTask() throws IOException {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
                if (line.contains(HANDLED)) {
                    return;
                }
            }
            throw new IllegalStateException("The worker ended before its task: " + String.join("\n", said));
        }

        /** What is in memory now, shared pages of the JVM's own files included. */
        private long resident() throws IOException {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }

        private void drain() throws IOException, InterruptedException {
            process.toHandle().destroy(); // SIGTERM, with its output still read
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
            }
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("The worker did not drain: " + String.join("\n", said));
            }
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }
}
