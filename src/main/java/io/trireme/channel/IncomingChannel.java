package io.trireme.channel;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.trireme.TaskContext;
import io.trireme.wire.CurrentTrace;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Hands a queue's tasks to the one subscriber of a channel, as it asks for them.
 *
 * <p>Threading: an event loop of its own owns all fields; attempts and the subscriber post to it.
 */
final class IncomingChannel implements Flow.Publisher<Message<?>>, Intake {
    private static final Logger LOG = Logger.getLogger(IncomingChannel.class);
    private static final Duration SWEEP = Duration.ofMillis(100);

    private final String channel;
    private final ContextInternal loop;
    private final Set<Passage> waiting = new LinkedHashSet<>(); // bounded by the queue's concurrency
    private @Nullable Link link;
    private boolean calling; // the subscriber is being called
    private boolean sweeping;
    private volatile boolean cancelled; // written by the loop, read by probes

    IncomingChannel(String channel, Vertx vertx) {
        this.channel = channel;
        this.loop = ((VertxInternal) vertx).createEventLoopContext();
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public Optional<String> trouble() {
        return cancelled
                ? Optional.of(
                        "its subscriber has cancelled or failed, so its tasks wait; restart the process, and let the"
                                + " method refuse a message (nack) instead of failing its stream")
                : Optional.empty();
    }

    @Override
    public @Nullable Object take(TaskContext task) throws Exception {
        var passage = new Passage(new Delivery(task), loop);
        loop.runOnContext(arrived -> arrive(passage));
        try {
            passage.delivery.await();
        } catch (InterruptedException withdrawn) {
            loop.runOnContext(left -> waiting.remove(passage));
            throw withdrawn;
        }
        return null;
    }

    private void arrive(Passage passage) {
        waiting.add(passage);
        hand();
        if (!waiting.isEmpty() && !sweeping) {
            sweepLater();
        }
    }

    private void sweepLater() {
        sweeping = true;
        loop.owner().setTimer(SWEEP.toMillis(), fired -> loop.runOnContext(now -> sweep()));
    }

    /** Gives back what is not wanted any more. */
    private void sweep() {
        waiting.removeIf(passage -> passage.delivery.task().abandoned() && passage.delivery.giveBack());
        sweeping = false;
        if (!waiting.isEmpty()) {
            sweepLater();
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<?>> subscriber) {
        loop.runOnContext(arrived -> {
            var asked = new Link(subscriber);
            if (link != null) {
                subscriber.onSubscribe(asked);
                subscriber.onError(new IllegalStateException("channel '" + channel
                        + "' has a subscriber already; set its attribute broadcast=true to have several"));
                return;
            }
            link = asked;
            cancelled = false;
            calling = true; // what it asks for at once comes after this call
            try {
                subscriber.onSubscribe(asked);
            } finally {
                calling = false;
            }
            hand();
        });
    }

    private void hand() {
        if (calling) {
            return;
        }
        calling = true;
        try {
            Iterator<Passage> next = waiting.iterator();
            for (Link open = link; open != null && open.asked > 0 && next.hasNext(); open = link) {
                Passage passage = next.next();
                next.remove();
                if (passage.delivery.hand()) {
                    open.asked--;
                    passage.hand(open);
                }
            }
        } finally {
            calling = false;
        }
    }

    private void onLoop(Runnable step) {
        if (loop.inThread()) {
            step.run();
        } else {
            loop.runOnContext(arrived -> step.run());
        }
    }

    /** The subscription of one subscriber. */
    private final class Link implements Flow.Subscription {
        private final Flow.Subscriber<? super Message<?>> subscriber;
        private long asked; // the loop's

        private Link(Flow.Subscriber<? super Message<?>> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long more) {
            onLoop(() -> {
                if (link != this) {
                    return;
                }
                if (more <= 0) {
                    end();
                    subscriber.onError(new IllegalArgumentException("asked for " + more + " messages"));
                    return;
                }
                asked = asked + more < 0 ? Long.MAX_VALUE : asked + more;
                hand();
            });
        }

        @Override
        public void cancel() {
            onLoop(this::end);
        }

        private void end() {
            if (link == this) {
                link = null;
                cancelled = true;
            }
        }
    }

    /** A delivery on the loop, with what the thread of its attempt had. */
    private static final class Passage {
        private final Delivery delivery;
        private final ContextInternal context;
        private final @Nullable Map<String, Object> log = MDC.getMap();
        private final Optional<String> trace = CurrentTrace.traceparent();

        private Passage(Delivery delivery, ContextInternal loop) {
            this.delivery = delivery;
            this.context = (ContextInternal) VertxContext.createNewDuplicatedContext(loop);
            VertxContextSafetyToggle.setContextSafe(context, true);
        }

        private void hand(Link link) {
            context.dispatch(handed -> {
                if (log != null) {
                    log.forEach(MDC::put); // kept in the context, so what runs on it later has it too
                }
                trace.ifPresent(CurrentTrace::enter);
                try {
                    link.subscriber.onNext(new TaskMessage(delivery, context));
                } catch (RuntimeException
                        | Error broken) { // a subscriber may not throw; one that does is not called again
                    LOG.errorf(broken, "The subscriber of a channel threw");
                    link.end();
                    delivery.refuse(broken);
                } finally {
                    trace.ifPresent(entered -> CurrentTrace.leave());
                }
            });
        }
    }
}
