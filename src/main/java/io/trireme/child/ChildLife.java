package io.trireme.child;

import java.io.IOException;

/** What a child does once its application has started, on threads of its own; the main thread waits for the end. */
final class ChildLife {
    /** The exit code of a child whose parent is dead; nobody sees it. */
    static final int ORPHANED = 1;

    private ChildLife() {}

    /**
     * Tells the parent that this child is ready, and does the attempts that it sends.
     *
     * @param work what it does with them
     * @param measures what is told of before each answer
     * @param retired runs when the parent wants no more; when it is dead, this process ends at once
     * @throws IOException when it is dead already
     */
    static void begin(Frame.Setup setup, ParentLink.Work work, Measures measures, Runnable retired) throws IOException {
        ParentLink link = ParentLink.connect(setup, CurrentAttempt.ofThisProcess());
        ControlLine.connect(setup).follow(CurrentAttempt.ofThisProcess(), () -> Runtime.getRuntime()
                .halt(ORPHANED));
        Thread.ofPlatform().name("trireme-child-" + setup.queue()).start(() -> {
            try (link) {
                link.serve(work, measures);
                retired.run();
            } catch (IOException broken) {
                Runtime.getRuntime().halt(ORPHANED); // it answers nobody
            }
        });
    }
}
