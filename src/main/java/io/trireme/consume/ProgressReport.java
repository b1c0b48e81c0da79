package io.trireme.consume;

import io.trireme.TaskProgress;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Passes on how far a handler says that it is, at most twice a second; that it is through, once more. An attempt that no longer
 * counts tells nothing. Any thread of the handler's.
 */
final class ProgressReport {
    /** At least so long between two of one attempt. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    private final ConsumerRecord<byte[], byte[]> record;
    private final int number;
    private final Epoch epoch;
    private final Telling telling;
    private long told; // in nanoTime, when last; guarded by this, like the next two
    private boolean begun;
    private boolean through;

    ProgressReport(ConsumerRecord<byte[], byte[]> record, int number, Epoch epoch, Telling telling) {
        this.record = record;
        this.number = number;
        this.epoch = epoch;
        this.telling = telling;
    }

    synchronized void tell(TaskProgress progress, long nanoTime) {
        boolean due = !begun || nanoTime - told >= INTERVAL.toNanos();
        boolean last = !through && progress.total() > 0 && progress.done() >= progress.total();
        if (!due && !last || epoch.isEnded()) {
            return;
        }
        begun = true;
        through |= last;
        told = nanoTime;
        telling.progress(record, number, progress);
    }
}
