package io.trireme.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PlainConfig;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.TaskIds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final KafkaSettings NOWHERE = new KafkaSettings(Map.of("bootstrap.servers", "127.0.0.1:1"));

    @Test
    void an_interrupt_of_who_waits_is_thrown_as_one_also_before_the_brokers_have_answered() {
        ResultOptions options = ResultOptions.of(PlainConfig.read(Map.of()));
        String id = new TaskIds(InstantSource.system(), new Random(1)).next();
        try (var replies = new Replies(
                        waiting -> {
                            throw Fault.RESULTS_MISSING.because();
                        },
                        options,
                        new PayloadCodec(new ObjectMapper()),
                        SOON,
                        Revoker.NONE,
                        () -> 0);
                var admin = new SharedAdmin(NOWHERE);
                var writer = new RecordWriter(NOWHERE);
                var results = new Results(
                        NOWHERE,
                        options,
                        replies,
                        new Places(admin, writer, replies, System::nanoTime),
                        InstantSource.system())) {
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> results.await(id, SOON));
            assertThat(Thread.interrupted()).isFalse();
        }
    }
}
