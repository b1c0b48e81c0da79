package io.trireme.channel;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A subscriber that asks for what the test says. */
class Taker implements Flow.Subscriber<Message<?>> {
    private final BlockingQueue<Message<?>> got = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    /** Subscribes; returns when it has its subscription. */
    static Taker of(Flow.Publisher<Message<?>> publisher) {
        var taker = new Taker();
        publisher.subscribe(taker);
        taker.subscription();
        return taker;
    }

    Flow.Subscription subscription() {
        return subscription.orTimeout(10, TimeUnit.SECONDS).join();
    }

    Message<?> next() throws InterruptedException {
        Message<?> message = got.poll(10, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing came");
        }
        return message;
    }

    boolean hasNone() {
        return got.isEmpty();
    }

    Throwable failure() {
        return failure.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
    }

    @Override
    public void onNext(Message<?> message) {
        got.add(message);
    }

    @Override
    public void onError(Throwable thrown) {
        failure.complete(thrown);
    }

    @Override
    public void onComplete() {
        failure.complete(new AssertionError("complete, which a queue never is"));
    }
}
