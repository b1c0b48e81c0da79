package io.trireme.result;

import io.trireme.TriremeConfig;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the {@link Replies} of the application. */
@Singleton
class RepliesBean {
    @Produces
    @Singleton
    Replies replies(KafkaSettings kafka, TriremeConfig config, PayloadCodec codec) {
        return new Replies(
                kafka, config.results(), codec, config.publisher().blockAtMost(), () -> ThreadLocalRandom.current()
                        .nextLong());
    }

    void close(@Disposes Replies replies) {
        replies.close();
    }
}
