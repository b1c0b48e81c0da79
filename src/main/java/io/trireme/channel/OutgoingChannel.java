package io.trireme.channel;

import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.trireme.Publisher;
import io.trireme.Receipt;
import io.trireme.Task;
import io.trireme.wire.Headers;
import io.trireme.wire.LogBudget;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the messages of a channel as tasks, in their order, and settles each with its receipt.
 *
 * <p>Threading: one virtual thread of its own, since publishing may block; the stream only leaves messages there, at most
 * {@code max-inflight-messages} of them.
 */
final class OutgoingChannel implements Flow.Subscriber<Message<?>>, Watched, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OutgoingChannel.class);

    private final ChannelSettings settings;
    private final Publisher publisher;
    private final LogBudget budget = new LogBudget(System::nanoTime);
    private final ExecutorService thread;
    private volatile Flow.@Nullable Subscription stream; // written by the stream, read by this thread
    private volatile @Nullable String trouble; // written by the stream, read by probes

    OutgoingChannel(ChannelSettings settings, Publisher publisher) {
        this.settings = settings;
        this.publisher = publisher;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), // bounded by what was asked for, twice: published, and answered
                Thread.ofVirtual().name("trireme-channel-" + settings.channel()).factory(),
                new ThreadPoolExecutor.DiscardPolicy()); // closed: not acknowledged, so whoever sent it knows
    }

    @Override
    public String channel() {
        return settings.channel();
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        stream = subscription;
        subscription.request(settings.maxInflight());
    }

    @Override
    public void onNext(Message<?> message) {
        thread.execute(() -> publish(message));
    }

    @Override
    public void onError(Throwable failure) {
        trouble =
                "its stream failed, so nothing is published through it any more; restart the process (" + failure + ")";
        LOG.errorf("The stream of channel %s failed: %s", settings.channel(), failure);
    }

    @Override
    public void onComplete() {
        LOG.debugf("The stream of channel %s is complete", settings.channel());
    }

    private void publish(Message<?> message) {
        CompletableFuture<Receipt> published;
        try {
            published = publisher.publish(task(message));
        } catch (RuntimeException wrong) { // the refinement is the user's, and may give anything
            refuse(message, wrong);
            return;
        }
        published.whenCompleteAsync((receipt, failure) -> settle(message, receipt, failure), thread);
    }

    private Task task(Message<?> message) {
        Object payload = message.getPayload();
        Task task = payload instanceof Task whole ? whole : task(payload);
        if (task.type().isEmpty() && settings.taskType().isPresent()) {
            task = task.withType(settings.taskType().get());
        }
        Optional<String> trace = message.getMetadata(IncomingTask.class)
                .flatMap(incoming -> incoming.context().traceparent());
        if (trace.isPresent()) {
            task = task.withHeader(Headers.TRACEPARENT, trace.get());
        }
        Optional<OutgoingTask> metadata = message.getMetadata(OutgoingTask.class);
        return metadata.isPresent() ? metadata.get().refinement().apply(task) : task;
    }

    private Task task(Object payload) {
        return switch (payload) {
            case byte[] bytes ->
                Task.encoded(settings.queue(), bytes, settings.contentType().orElse("application/octet-stream"));
            case String text ->
                Task.encoded(
                        settings.queue(),
                        text.getBytes(StandardCharsets.UTF_8),
                        settings.contentType().orElse("text/plain"));
            default -> Task.of(settings.queue(), payload);
        };
    }

    private void settle(Message<?> message, @Nullable Receipt receipt, @Nullable Throwable failure) {
        if (failure == null) {
            OutgoingMessageMetadata.setResultOnMessage(message, receipt);
            then(message, message::ack);
        } else {
            refuse(
                    message,
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        }
    }

    private void refuse(Message<?> message, Throwable reason) {
        if (budget.allows()) {
            LOG.warnf(
                    "A message of channel %s was not published and is refused: %s%s",
                    settings.channel(), reason.getMessage(), budget.suppressed());
        }
        then(message, () -> message.nack(reason));
    }

    /** Tells whoever sent it, and asks for the next one whatever comes of that. */
    private void then(Message<?> message, Runnable told) {
        try {
            told.run();
        } catch (RuntimeException broken) {
            LOG.errorf(broken, "What follows a message of channel %s threw", settings.channel());
        }
        Flow.Subscription open = stream;
        if (open != null) {
            open.request(1);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
