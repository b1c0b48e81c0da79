package io.trireme.wire;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for what an admin client was asked. */
public final class Answer {
    private Answer() {}

    /**
     * The answer, awaited on the calling thread.
     *
     * @throws KafkaException what the brokers said, {@link TimeoutException} after {@code patience}, or
     *     {@link InterruptException}, which sets the thread's flag again
     */
    public static <T> T to(@Nullable KafkaFuture<T> question, Duration patience) {
        if (question == null) {
            throw new IllegalStateException("the admin client does not know what it was asked");
        }
        try {
            return question.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof KafkaException said ? said : new KafkaException(failure.getCause());
        } catch (java.util.concurrent.TimeoutException late) {
            throw new TimeoutException("no answer within " + patience.toMillis() + " ms", late);
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        }
    }
}
