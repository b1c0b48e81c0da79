package io.trireme.child;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.TaskContext;
import io.trireme.consume.Handler;
import io.trireme.wire.PayloadCodec;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A child without an application around its one handler, which returns what it is given. */
final class BenchChild {
    private BenchChild() {}

    public static void main(String[] arguments) throws Exception {
        Frame.Setup setup = ChildMain.setUp();
        var end = new CountDownLatch(1);
        var answers = new Answers(
                Spelling.OF_QUEUE,
                setup,
                Map.of(setup.queue(), new Echo(setup.queue())),
                new PayloadCodec(new ObjectMapper()));
        ChildLife.begin(setup, answers, Measures.NONE, end::countDown);
        end.await();
    }

    private record Echo(String queue) implements Handler {
        @Override
        public String type() {
            return queue;
        }

        @Override
        public String name() {
            return "Echo";
        }

        @Override
        public Object handle(TaskContext task) {
            return task.payload().orElseThrow();
        }
    }
}
