package io.trireme.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.ExecSettings.Mode;
import io.trireme.consume.QueueConsumer;
import io.trireme.consume.Revocations;
import io.trireme.consume.Revocations.Kind;
import io.trireme.consume.TestQueue;
import io.trireme.process.ProcessTrees;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.PayloadCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs as the handlers of a queue, on a real broker: what the engine decides, and what it does to them. */
@Tag("side-by-side")
class ProgramsIT {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ProcessTrees trees = new ProcessTrees(BrokerClient.uniqueName("programs"));
    private final PayloadCodec codec = new PayloadCodec(new ObjectMapper());

    private BrokerClient broker;
    private TestQueue queue;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        broker = BrokerClient.ofSharedBroker();
        queue = new TestQueue(broker.bootstrapServers(), BrokerClient.uniqueName("programs"), 1);
    }

    @AfterEach
    void stop() {
        queue.close();
        broker.close();
        threads.shutdownNow();
    }

    @Test
    void the_timeout_of_the_queue_kills_a_program_and_what_it_started() throws IOException {
        Path pid = directory.resolve("pid");
        Way way = once("trap '' TERM; sleep 1000 & echo $! > " + pid + "; wait; wait");
        queue.startAnswering(queue.settings().timeout(Duration.ofSeconds(2)).maxAttempts(1), way::run);

        broker.produce(queue.name(), "k", "1");

        assertThat(reasons(1)).containsExactly("ATTEMPTS_EXHAUSTED");
        assertThat(why()).contains("ran for longer than the timeout");
        long forked = Long.parseLong(Files.readString(pid).strip());
        await().until(() -> ProcessHandle.of(forked) // killed, and gone when the system has seen to it
                .flatMap(process -> process.info().command())
                .isEmpty());
    }

    @Test
    void exit_codes_settle_the_tasks() {
        Path again = directory.resolve("again");
        Way way = once(
                "read -r code; [ $code = 75 ] && { [ -e " + again + " ] && exit 0; touch " + again + "; }; exit $code");
        QueueConsumer consumer = queue.startAnswering(queue.settings().maxAttempts(2), way::run);

        for (String code : List.of("0", "65", "75")) {
            broker.produce(queue.name(), "k", code); // one key, so one after another
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> consumer.counters().done().sum() == 2);
        assertThat(reasons(1)).containsExactly("REJECTED");
        assertThat(consumer.counters().retried().sum()).isOne();
    }

    @Test
    void a_kept_worker_that_dies_fails_only_its_own_attempt() {
        Path died = directory.resolve("died");
        Program program = Shell.script(
                """
                while IFS= read -r line; do
                  rest=${line#*:\\"}; id=${rest%%\\"*}
                  [ -e "$1" ] || { touch "$1"; kill -KILL $$; }
                  echo "{\\"task\\":\\"$id\\",\\"done\\":null}"
                done
                """,
                died.toString());
        Way way = new LineWorkers(program, new LineProtocol(codec), OptionalInt.empty(), trees, threads);
        QueueConsumer consumer = queue.startAnswering(queue.settings().concurrency(2), way::run);

        for (int i = 0; i < 20; i++) {
            broker.produce(queue.name(), "k" + i, "" + i);
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> consumer.counters().done().sum() == 20);
        assertThat(consumer.counters().retried().sum()).isBetween(1L, 2L); // both may come before it is there
        way.close();
    }

    @Test
    void a_drain_that_outlasts_its_grace_kills_the_program_and_gives_its_task_back() throws Exception {
        Path pid = directory.resolve("pid");
        Way way = once("echo $$ > " + pid + "; exec sleep 1000");
        QueueConsumer consumer = queue.startAnswering(queue.settings().grace(Duration.ofMillis(200)), way::run);
        broker.produce(queue.name(), "k", "1");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(pid) && Files.size(pid) > 1);

        consumer.close();

        long program = Long.parseLong(Files.readString(pid).strip());
        await().until(() -> ProcessHandle.of(program).isEmpty());
        await().until(() ->
                consumer.counters().abandoned().sum() == 1); // by the worker, which waited for the program's end
        assertThat(consumer.counters().done().sum()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_task_that_is_revoked_while_its_program_runs_ends_the_program_and_is_cancelled(Mode mode) throws Exception {
        Path pid = directory.resolve("pid");
        Program program = Shell.script("read -r line; echo $$ > " + pid + "; trap '' TERM; sleep 1000; sleep 1000");
        Way way =
                switch (mode) {
                    case ONCE -> new OncePerTask(program, trees, threads);
                    case LINES ->
                        new LineWorkers(program, new LineProtocol(codec), OptionalInt.empty(), trees, threads);
                };
        QueueConsumer consumer = queue.startAnswering(queue.settings(), way::run);
        broker.produce(queue.name(), "k", "1\n");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(pid) && Files.size(pid) > 1);
        long running = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(running)).isPresent();

        var revocations = new Revocations(InstantSource.system());
        revocations.put(Kind.TASK, queue.name() + "-0-0", Instant.MAX);
        consumer.revoke(revocations);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> consumer.counters().cancelled().sum() == 1);
        assertThat(ProcessHandle.of(running)).isEmpty();
        assertThat(consumer.counters().settled()).isOne();
    }

    private Way once(String script) {
        return new OncePerTask(Shell.script(script), trees, threads);
    }

    private List<String> reasons(int letters) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> broker.readAll(queue.name() + ".dead").size() == letters);
        return broker.readAll(queue.name() + ".dead").stream()
                .map(letter -> BrokerClient.header(letter, "trireme-dead-reason"))
                .toList();
    }

    private String why() {
        return BrokerClient.header(broker.readAll(queue.name() + ".dead").getFirst(), "trireme-dead-message");
    }
}
