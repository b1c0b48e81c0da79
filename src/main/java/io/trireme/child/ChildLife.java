package io.trireme.child;

import io.trireme.consume.Handler;
import io.trireme.wire.PayloadCodec;
import java.io.IOException;
import java.util.Map;

/** What a child does once its application has started, on threads of its own; the main thread waits for the end. */
final class ChildLife {
    /** The exit code of a child whose parent is dead; nobody sees it. */
    static final int ORPHANED = 1;

    private ChildLife() {}

    /**
     * Tells the parent that this child is ready, and does the attempts that it sends.
     *
     * @param handlers of the queue, by task type
     * @param measures what is told of before each answer
     * @param retired runs when the parent wants no more; when it is dead, this process ends at once
     * @throws IOException when it is dead already
     */
    static void begin(
            Frame.Setup setup, Map<String, Handler> handlers, PayloadCodec codec, Measures measures, Runnable retired)
            throws IOException {
        ParentLink link = ParentLink.connect(setup, CurrentAttempt.ofThisProcess());
        var answers = new Answers(setup.queue(), handlers, codec, setup.longest());
        Thread.ofPlatform().name("trireme-child-" + setup.queue()).start(() -> {
            try (link) {
                link.serve(answers, measures);
                retired.run();
            } catch (IOException broken) {
                Runtime.getRuntime().halt(ORPHANED); // it answers nobody
            }
        });
    }
}
