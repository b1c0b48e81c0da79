package io.trireme.child;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.TaskContext;
import io.trireme.consume.Handler;
import io.trireme.wire.PayloadCodec;
import java.io.Serializable;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What a child of {@link ChildCalls} runs: a function, without an application around it. Used by the main thread. */
public final class CallMain {
    /** The setting with {@link Work}. */
    static final String WORK = "trireme.child.work";

    private CallMain() {}

    /**
     * What such a child does.
     *
     * @param first once, before all calls; a {@link Runnable}
     */
    record Work(Serializable first, PortableCall<Object, Object> call) implements Serializable {}

    /** Makes the calls that the parent wants, until that closes the line. */
    public static void main(String... arguments) throws Exception {
        ChildMain.ignoreInterrupt();
        Frame.Setup setup = ChildMain.setUp();
        ChildLog.install();
        Work work;
        try {
            work = (Work)
                    Portable.read(Base64.getDecoder().decode(setup.settings().get(WORK)));
            ((Runnable) work.first()).run();
        } catch (Throwable broken) { // the function's classes are the user's, and may throw anything
            ChildMain.refuse(setup, broken);
            System.exit(ChildMain.NOT_STARTED);
            return;
        }
        var end = new CountDownLatch(1);
        var answers = new Answers(
                Spelling.OF_POOL,
                setup,
                Map.of(setup.queue(), new Called(setup.queue(), work.call())),
                new PayloadCodec(new ObjectMapper()));
        ChildLife.begin(setup, answers, Measures.NONE, end::countDown);
        end.await();
        System.exit(0); // whatever threads the function has left behind
    }

    private record Called(String queue, PortableCall<Object, Object> call) implements Handler {
        @Override
        public String type() {
            return queue;
        }

        @Override
        public String name() {
            return queue;
        }

        @Override
        public @Nullable Object handle(TaskContext task) throws Exception {
            return Portable.write(call.call(Portable.read(task.payload().orElseThrow())));
        }
    }
}
