package io.trireme.state;

import io.trireme.TriremeConfig;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.SharedAdmin;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the {@link SharedState} of the application. */
@Singleton
class SharedStateBean {
    @Produces
    @Singleton
    SharedState state(TriremeConfig config, KafkaSettings kafka, SharedAdmin admin, PayloadCodec codec) {
        var client = new StateClient(
                kafka, admin, config.state().lease(), config.state().timeout());
        return new SharedState(client, codec);
    }

    void close(@Disposes SharedState state) {
        state.close();
    }
}
