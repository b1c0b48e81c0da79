package io.trireme.child;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.trireme.consume.HandlerRegistry;
import io.trireme.wire.PayloadCodec;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * A child, once the application has started. Attempts are made on a thread of their own, while the main thread waits for the
 * end: so a handler may call {@link System#exit}, which waits for the main thread.
 */
@Dependent
@Unremovable
final class ChildApplication implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(ChildApplication.class);

    private final HandlerRegistry handlers;
    private final PayloadCodec codec;
    private final Event<ChildBegins> begins;
    private final Measures measures;

    ChildApplication(
            HandlerRegistry handlers, PayloadCodec codec, Event<ChildBegins> begins, Instance<Measures> measures) {
        this.handlers = handlers;
        this.codec = codec;
        this.begins = begins;
        this.measures = measures.stream().findFirst().orElse(Measures.NONE);
    }

    @Override
    public int run(String... arguments) throws Exception {
        var setup = new Frame.Setup(
                FrameCodec.VERSION, arguments[0], arguments[1], Integer.parseInt(arguments[2]), Map.of());
        initialize();
        var answers = new Answers(Spelling.OF_QUEUE, setup, handlers.of(setup.queue()), codec);
        ChildLife.begin(setup, answers, measures, () -> Quarkus.asyncExit(0));
        Quarkus.waitForExit();
        return 0;
    }

    private void initialize() throws Exception {
        var muster = new ChildBegins();
        begins.fire(muster);
        for (ChildBegins.Initializer initializer : muster.initializers()) {
            LOG.debugf("Initializes with %s", initializer.name());
            initializer.run();
        }
    }
}
