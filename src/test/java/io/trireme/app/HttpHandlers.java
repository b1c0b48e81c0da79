package io.trireme.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.trireme.Handles;
import io.trireme.TaskContext;
import io.trireme.TaskRejected;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jboss.logging.MDC;

/** What the tests of the outside faces publish to: remembers what arrived, and can hold a task until it is told. */
@ApplicationScoped
public class HttpHandlers {
    public static final String SEEN = "http-seen";
    public static final String HELD = "http-held";
    public static final String PICKY = "http-picky";
    public static final String TELLING = "http-telling";
    public static final String ECHOING = "http-echoing";

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private volatile CountDownLatch hold = new CountDownLatch(0);

    /** A task as its handler met it. */
    public record Seen(String payload, TaskContext task, String logContext) {}

    @Handles(SEEN)
    void see(byte[] payload, TaskContext task) {
        seen.put(
                task.id(),
                new Seen(new String(payload, StandardCharsets.UTF_8), task, String.valueOf(MDC.get("task.id"))));
    }

    @Handles(HELD)
    void hold(String payload) throws InterruptedException {
        hold.await();
    }

    /** Takes the payload {@code "good"} alone. */
    @Handles(PICKY)
    void pick(String payload) {
        if (!payload.equals("good")) {
            throw new TaskRejected(payload + " is not good");
        }
    }

    /** Tells that it is half through, and waits until it is told. */
    @Handles(TELLING)
    String tell(String payload, TaskContext task) throws InterruptedException {
        task.progress(1, 2, "half");
        hold.await();
        return payload;
    }

    /** Returns what it gets. */
    @Handles(ECHOING)
    JsonNode echo(JsonNode payload) {
        return payload;
    }

    /** What arrived, by id. */
    public Map<String, Seen> seen() {
        return seen;
    }

    /** From here on tasks of {@link #HELD} wait until the answer is counted down. */
    public CountDownLatch holdUp() {
        hold = new CountDownLatch(1);
        return hold;
    }
}
