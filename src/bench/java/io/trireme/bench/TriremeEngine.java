package io.trireme.bench;

import io.smallrye.mutiny.Uni;
import io.trireme.Ordering;
import io.trireme.RunnerKind;
import io.trireme.TaskContext;
import io.trireme.bench.measure.Setup;
import io.trireme.bench.measure.Work;
import io.trireme.consume.Handler;
import io.trireme.run.EventLoops;
import io.vertx.core.Vertx;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trireme's engine on the topic, without CDI: what a queue costs. */
record TriremeEngine(RunnerKind runner) implements Engine {
    @Override
    public AutoCloseable start(Setup setup, Work work) throws Exception {
        Handler working = new Working(setup.topic(), work);
        Optional<Vertx> vertx = runner == RunnerKind.EVENT_LOOP ? Optional.of(Vertx.vertx()) : Optional.empty();
        Handler handler =
                vertx.<Handler>map(loops -> new OnLoops(working, loops(loops))).orElse(working);
        AutoCloseable queue = EngineQueue.start(
                new EngineQueue.Shape(
                        runner,
                        Ordering.valueOf(setup.ordering().replace('-', '_').toUpperCase(Locale.ROOT)),
                        setup.concurrency(),
                        setup.inFlight(),
                        setup.group()),
                setup.bootstrap(),
                setup.topic(),
                handler);
        return () -> {
            queue.close();
            vertx.ifPresent(Vertx::close);
        };
    }

    private static EventLoops loops(Vertx vertx) {
        // Outside of Quarkus the first two loops would both set up what Mutiny carries along, and one task fail for it.
        Uni.createFrom().voidItem().subscribeAsCompletionStage().join();
        return new EventLoops(vertx, Runtime.getRuntime().availableProcessors());
    }

    /** As the engine calls a handler that gives a promise. */
    private record OnLoops(Handler handler, EventLoops loops) implements Handler {
        @Override
        public String queue() {
            return handler.queue();
        }

        @Override
        public String type() {
            return handler.type();
        }

        @Override
        public String name() {
            return handler.name();
        }

        @Override
        public @Nullable Object handle(TaskContext task) throws Exception {
            return loops.call(() -> Uni.createFrom().item(handler.handle(task)), task::id);
        }
    }

    private record Working(String queue, Work work) implements Handler {
        @Override
        public String type() {
            return queue;
        }

        @Override
        public String name() {
            return "bench";
        }

        @Override
        public @Nullable Object handle(TaskContext task) throws InterruptedException {
            work.handle(task.payload().orElseThrow());
            return null;
        }
    }
}
