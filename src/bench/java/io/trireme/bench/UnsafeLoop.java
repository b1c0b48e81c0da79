package io.trireme.bench;

import io.trireme.bench.measure.Setup;
import io.trireme.bench.measure.Work;
import java.util.concurrent.Semaphore;

/** A bare loop with a virtual thread for each record and a bound on how many: no order, no safe offsets. */
final class UnsafeLoop {
    private UnsafeLoop() {}

    static AutoCloseable start(Setup setup, Work work) {
        var room = new Semaphore(setup.inFlight());
        return BareLoop.poll(setup, record -> {
            room.acquire();
            Thread.startVirtualThread(() -> {
                try {
                    work.handle(record.value());
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                } finally {
                    room.release();
                }
            });
        });
    }
}
