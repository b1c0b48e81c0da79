package io.trireme.control;

import io.trireme.consume.QueueConsumer;
import io.trireme.consume.Revocations;
import io.trireme.wire.KafkaSettings;
import java.time.Duration;
import java.util.Map;

/** Orders, for tests whose workers are processes of their own: read to the end before a consumer begins, then followed. */
public final class FollowedOrders implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Followed followed = new Followed();
    private final ControlReader reader;

    public FollowedOrders(String bootstrapServers) throws InterruptedException {
        reader = new ControlReader(new KafkaSettings(Map.of("bootstrap.servers", bootstrapServers)), followed);
        reader.start();
        if (!reader.awaitStart(PATIENCE)) {
            throw new AssertionError("the orders could not be read within " + PATIENCE);
        }
    }

    /** Has this consumer, which has not started, do as is ordered. */
    public void by(QueueConsumer consumer) {
        followed.by(consumer);
    }

    /** Whether no task of the group starts here any more. */
    public boolean hasRevokedGroup(String group) {
        return followed.hasApplied(new Revocations.Over(Revocations.Kind.GROUP, group));
    }

    @Override
    public void close() {
        reader.close();
    }
}
