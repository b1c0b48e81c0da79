package io.trireme.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifelineTest {
    @Test
    void it_is_severed_when_its_holder_lets_go_and_not_by_what_the_holder_says() throws Exception {
        var severed = new CountDownLatch(1);
        try (var holder = new PipedOutputStream()) {
            Lifeline.watch(new PipedInputStream(holder), severed::countDown);
            holder.write("hello\n".getBytes(UTF_8));
            holder.flush();
            assertThat(severed.getCount()).isOne();
        }

        assertThat(severed.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
