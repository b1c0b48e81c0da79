package io.trireme.result;

import io.trireme.TriremeConfig;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the {@link Replies} and the {@link Results} of the application. */
@Singleton
class RepliesBean {
    @Produces
    @Singleton
    Replies replies(KafkaSettings kafka, TriremeConfig config, PayloadCodec codec, Revoker revoker) {
        return new Replies(
                kafka,
                config.results(),
                codec,
                config.publisher().blockAtMost(),
                revoker,
                () -> ThreadLocalRandom.current().nextLong());
    }

    void close(@Disposes Replies replies) {
        replies.close();
    }

    @Produces
    @Singleton
    Results results(
            KafkaSettings kafka, TriremeConfig config, Replies replies, SharedAdmin admin, RecordWriter writer) {
        var places = new Places(admin, writer, replies, System::nanoTime);
        return new Results(kafka, config.results(), replies, places, InstantSource.system());
    }

    void close(@Disposes Results results) {
        results.close();
    }
}
