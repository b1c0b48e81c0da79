package io.trireme.bench.smallrye;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.trireme.bench.measure.Work;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What a user of the connector writes; a channel is named as the ordering that it stands for, and one is enabled. */
@ApplicationScoped
final class Channels {
    private final Work work;

    Channels(Work work) {
        this.work = work;
    }

    /** On the event loop, one record after another. */
    @Incoming("event-loop")
    @NonBlocking
    void onEventLoop(byte[] payload) throws InterruptedException {
        work.handle(payload);
    }

    @Incoming("virtual")
    @RunOnVirtualThread
    void onVirtualThread(byte[] payload) throws InterruptedException {
        work.handle(payload);
    }

    @Incoming("by-key")
    @RunOnVirtualThread
    void byKey(byte[] payload) throws InterruptedException {
        work.handle(payload);
    }
}
