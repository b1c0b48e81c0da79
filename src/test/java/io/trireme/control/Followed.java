package io.trireme.control;

import io.trireme.consume.QueueConsumer;
import io.trireme.consume.Revocations;
import java.time.InstantSource;
import java.util.function.BiConsumer;

/** What a process does with the orders that it reads, for tests that are several processes in one. */
final class Followed implements Following {
    private final Revocations revocations = new Revocations(InstantSource.system());
    private final BiConsumer<String, Boolean> pauses;
    private final Runnable revoked;

    /** Follows pauses alone. */
    Followed(BiConsumer<String, Boolean> pauses) {
        this.pauses = pauses;
        this.revoked = () -> {};
    }

    /** Follows what is revoked, for one consumer. */
    Followed(QueueConsumer consumer) {
        this.pauses = (queue, paused) -> {};
        this.revoked = () -> consumer.revoke(revocations);
    }

    @Override
    public void paused(String queue, boolean paused) {
        pauses.accept(queue, paused);
    }

    @Override
    public Revocations revocations() {
        return revocations;
    }

    @Override
    public void revoked() {
        revoked.run();
    }
}
