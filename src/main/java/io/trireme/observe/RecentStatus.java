package io.trireme.observe;

import io.trireme.consume.QueueStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A queue's status, looked at once for all the gauges of one scrape. Any thread. */
final class RecentStatus {
    private static final long FRESH = Duration.ofMillis(500).toNanos();

    private final Supplier<Optional<QueueStatus>> source;
    private final LongSupplier nanoTime;
    private Optional<QueueStatus> status = Optional.empty(); // guarded by this, as is seen
    private long seen;

    RecentStatus(Supplier<Optional<QueueStatus>> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    synchronized Optional<QueueStatus> get() {
        long now = nanoTime.getAsLong();
        if (status.isEmpty() || now - seen > FRESH) {
            status = source.get();
            seen = now;
        }
        return status;
    }
}
