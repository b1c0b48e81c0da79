package io.trireme.bench;

import io.trireme.RunnerKind;
import io.trireme.bench.measure.Setup;
import io.trireme.bench.measure.Work;

/** The JVM of one engine: works on the topic once, says what it came to, and ends. */
final class EngineMain {
    private EngineMain() {}

    public static void main(String[] arguments) throws Exception {
        Logging.warningsOnly();
        Setup setup = Setup.fromProperties();
        Work work = Work.of(setup);
        AutoCloseable running = engine(setup.engine()).start(setup, work);
        System.out.println(work.await().line());
        running.close();
        System.exit(0); // the clients' threads have nothing more to do
    }

    private static Engine engine(String name) {
        return switch (name) {
            case "bare" -> BareLoop::start;
            case "unsafe" -> UnsafeLoop::start;
            case "platform" -> new TriremeEngine(RunnerKind.PLATFORM);
            case "virtual" -> new TriremeEngine(RunnerKind.VIRTUAL);
            case "event-loop" -> new TriremeEngine(RunnerKind.EVENT_LOOP);
            case "parallel-consumer" -> ParallelConsumer::start;
            default -> throw new IllegalArgumentException("no engine is named " + name);
        };
    }
}
