package io.trireme.channel;

import io.smallrye.reactive.messaging.providers.ProcessingException;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** A delivery as the subscriber sees it: the payload as it came, which {@link PayloadConverter} makes into what is asked for. */
final class TaskMessage implements Message<byte[]> {
    private static final byte[] NOTHING = {};

    private final Delivery delivery;
    private final Metadata metadata;

    /** @param context what the user's code for this message runs on */
    TaskMessage(Delivery delivery, Context context) {
        this.delivery = delivery;
        this.metadata = Metadata.of(new IncomingTask(delivery.task()), new LocalContextMetadata(context));
    }

    @Override
    public byte[] getPayload() {
        return delivery.task().payload().orElse(NOTHING);
    }

    @Override
    public Metadata getMetadata() {
        return metadata;
    }

    @Override
    public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
        return ignored -> {
            delivery.acknowledge();
            return CompletableFuture.completedFuture(null);
        };
    }

    @Override
    public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
        return (reason, ignored) -> {
            delivery.refuse(
                    reason instanceof ProcessingException wrapped && wrapped.getCause() != null
                            ? wrapped.getCause()
                            : reason);
            return CompletableFuture.completedFuture(null);
        };
    }
}
