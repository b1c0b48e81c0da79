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
        Frame.Setup setup = ChildMain.setUp(ControlLine.ofThisProcess(ChildMain.LONGEST_SETUP));
        var end = new CountDownLatch(1);
        ChildLife.begin(
                setup,
                Map.of(setup.queue(), new Echo(setup.queue())),
                new PayloadCodec(new ObjectMapper()),
                Measures.NONE,
                end::countDown);
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
