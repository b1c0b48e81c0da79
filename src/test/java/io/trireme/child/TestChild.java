package io.trireme.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.Snooze;
import io.trireme.TaskContext;
import io.trireme.TaskRejected;
import io.trireme.consume.Handler;
import io.trireme.consume.TestQueue;
import io.trireme.wire.CurrentTrace;
import io.trireme.wire.PayloadCodec;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** A child process of tests: what {@link ChildMain} is, without an application around its handlers. */
final class TestChild {
    private static final Logger LOG = Logger.getLogger(TestChild.class);
    private static final NotedMeasures MEASURES = new NotedMeasures();
    private static final List<ByteBuffer> HELD = new ArrayList<>();
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    /** Set to fail the start. */
    static final String BROKEN = "trireme.test.broken";

    private TestChild() {}

    public static void main(String[] args) throws Exception {
        Frame.Setup setup = ChildMain.setUp();
        if (System.getProperty(BROKEN) != null) {
            System.out.println("there is no model");
            System.exit(3);
        }
        ChildLog.install();
        var end = new CountDownLatch(1);
        var answers =
                new Answers(Spelling.OF_QUEUE, setup, handlers(setup.queue()), new PayloadCodec(new ObjectMapper()));
        ChildLife.begin(setup, answers, MEASURES, end::countDown);
        end.await();
    }

    /** Of children like this one: small, and soon killed. */
    static ChildSettings settings(String queue, OptionalInt maxTasks) {
        return settings(queue, maxTasks, OptionalLong.empty());
    }

    /** The same, replaced when they hold so much memory. */
    static ChildSettings settings(String queue, OptionalInt maxTasks, OptionalLong maxMemory) {
        return new ChildSettings(
                Spelling.OF_QUEUE,
                queue,
                maxTasks,
                maxMemory,
                Duration.ofMillis(300),
                Duration.ofSeconds(60),
                4 << 20,
                List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:MaxDirectMemorySize=1g"),
                Optional.empty());
    }

    /** What starts one. */
    static Launch launch(ChildSettings settings, ChildFolder folder) {
        return folder.launch(
                "arguments",
                ChildCommand.of(
                        List.of(),
                        settings.jvmOptions(),
                        System.getProperty("java.class.path"),
                        TestChild.class.getName()));
    }

    /** What the children of tests can do, by the type of the task. */
    static Map<String, Handler> handlers(String queue) {
        var handlers = new HashMap<String, Handler>();
        for (var entry : Map.<String, TestQueue.Answer>ofEntries(
                        Map.entry("pid", task -> ProcessHandle.current().pid()),
                        Map.entry("echo", task -> task.payload().orElse(null)),
                        Map.entry("nothing", task -> null),
                        Map.entry("throw", TestChild::fail),
                        Map.entry("reject", task -> {
                            throw new TaskRejected("never");
                        }),
                        Map.entry("snooze", task -> Snooze.of(Duration.ofSeconds(7))),
                        Map.entry("undecodable", task -> {
                            throw Fault.UNDECODABLE.because(task.id(), "a number", "it is none");
                        }),
                        Map.entry("unencodable", task -> new Object()),
                        Map.entry("exit", task -> {
                            System.exit(Integer.parseInt(text(task)));
                            return null;
                        }),
                        Map.entry("memory", task -> new long[Integer.MAX_VALUE - 8]),
                        Map.entry("grow", task -> HELD.add(ByteBuffer.allocateDirect(Integer.parseInt(text(task))))),
                        Map.entry("inherit", task -> {
                            new ProcessBuilder("cat").inheritIO().start();
                            return await(task);
                        }),
                        Map.entry("bytes", task -> new byte[Integer.parseInt(text(task))]),
                        Map.entry("rest", task -> NEVER.await(Long.parseLong(text(task)), TimeUnit.MILLISECONDS)),
                        Map.entry("nap", TestChild::nap),
                        Map.entry("wait", TestChild::await),
                        Map.entry("stubborn", TestChild::resist),
                        Map.entry("log", task -> {
                            LOG.warn("a word of " + task.id());
                            System.out.println("plain words");
                            return CurrentTrace.traceparent().orElse(null);
                        }),
                        Map.entry("measure", task -> {
                            MEASURES.add(NotedMeasures.ONE);
                            return null;
                        }),
                        Map.entry("progress", task -> {
                            task.progress(1, 2, "half");
                            task.progress(2, 2, "all");
                            return null;
                        }))
                .entrySet()) {
            handlers.put(entry.getKey(), TestQueue.answering(queue, entry.getKey(), entry.getValue()));
        }
        return handlers;
    }

    private static String text(TaskContext task) {
        return new String(task.payload().orElseThrow(), UTF_8);
    }

    private static Object fail(TaskContext task) throws IOException {
        throw new java.io.FileNotFoundException("503");
    }

    /** Shows who works, by a file, and takes a moment. */
    private static Object nap(TaskContext task) throws Exception {
        Path seen = Path.of(text(task), "seen", "" + ProcessHandle.current().pid());
        if (!Files.exists(seen)) {
            Files.createFile(seen);
        }
        return NEVER.await(20, TimeUnit.MILLISECONDS);
    }

    /** Shows that it runs, by a file, and waits for an interrupt. */
    private static Object await(TaskContext task) throws Exception {
        Files.writeString(Path.of(text(task)), "" + ProcessHandle.current().pid());
        NEVER.await();
        return null;
    }

    private static Object resist(TaskContext task) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            while (true) {
                pause(); // SIGTERM does not end it
            }
        }));
        try (var began = new FileOutputStream(text(task))) { // an interrupt that comes this soon does not end it
            began.write(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8));
        }
        while (true) {
            pause();
        }
    }

    private static void pause() {
        try {
            NEVER.await();
        } catch (InterruptedException unwanted) {
            // and goes on
        }
    }
}
