package io.trireme.deadletter;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;

/**
 * An operator in a process of its own, who puts letters back and comes no further than through the first partition: some of its letters
 * are moved by then, and others in a transaction that is open. Arguments: the brokers, the queue. Says {@link #HALF_WAY} there, and waits
 * for its end.
 */
public final class OperatorMain {
    /** On a line of its own. */
    static final String HALF_WAY = "half way";

    /** A fifth of it goes into a transaction. */
    static final int RATE = 5_000;

    private OperatorMain() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", arguments[0]));
        var never = new CountDownLatch(1);
        try (var admin = new SharedAdmin(kafka)) {
            new DeadLetterQueues(kafka, admin)
                    .redrive(
                            arguments[1],
                            LetterFilter.ALL,
                            new Redrive(false, OptionalDouble.of(RATE), Optional.empty()),
                            (looked, all) -> {
                                System.out.println(HALF_WAY);
                                await(never);
                            });
        }
    }

    private static void await(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
