package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.result.CarriedResult;
import io.trireme.result.ResultValue;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameChannelTest {
    private static final int LONGEST = 10 << 20;

    private SocketChannel far;
    private FrameChannel channel;

    @TempDir
    Path directory;

    @BeforeEach
    void connect() throws IOException {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            var address = UnixDomainSocketAddress.of(directory.resolve("s"));
            server.bind(address);
            far = SocketChannel.open(address);
            channel = new FrameChannel(server.accept(), LONGEST);
        }
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        far.close();
    }

    @Test
    void frames_larger_than_all_buffers_go_both_ways() throws Exception {
        var value = new ResultValue(new byte[5_000_000], ResultValue.RAW, "byte[]");
        byte[] frame = FrameCodec.encode(new Frame.Done(new CarriedResult.Value(value)));
        var other = new FrameChannel(far, LONGEST);

        for (var ends : List.of(List.of(channel, other), List.of(other, channel))) {
            var read = CompletableFuture.supplyAsync(() -> read(ends.getLast()));
            ends.getFirst().write(frame, new Patience.Endless());

            assertThat(read.get()).isInstanceOf(Frame.Done.class);
        }
    }

    @Test
    void who_dies_in_the_middle_of_a_frame_has_said_nothing() throws Exception {
        byte[] frame = FrameCodec.encode(new Frame.Progress(1, 2, "half"));
        far.write(ByteBuffer.wrap(frame, 0, frame.length - 1));
        far.close();

        assertThatThrownBy(() -> channel.read(new Patience.Endless())).isInstanceOf(EOFException.class);
    }

    @Test
    void a_frame_that_is_too_long_is_not_read() throws Exception {
        far.write(ByteBuffer.allocate(4).putInt(LONGEST + 1).flip());

        assertThatThrownBy(() -> channel.read(new Patience.Endless()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("are allowed");
    }

    @Test
    void an_interrupt_is_told_and_leaves_the_line_as_it_is() throws Exception {
        var patience = new Patience.Endless();
        far.write(ByteBuffer.wrap(FrameCodec.encode(new Frame.Nothing())));
        Thread.currentThread().interrupt();

        assertThat(channel.read(patience)).isEqualTo(new Frame.Nothing());
        assertThat(Thread.interrupted()).isFalse();
        patience.restore();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(channel.isQuiet()).isTrue();
    }

    @Test
    void a_line_with_an_end_or_an_unasked_word_is_not_quiet() throws Exception {
        assertThat(channel.isQuiet()).isTrue();

        far.close();

        assertThat(channel.isQuiet()).isFalse();
    }

    private static Frame read(FrameChannel channel) {
        try {
            return channel.read(new Patience.Endless());
        } catch (IOException | Patience.Over failed) {
            throw new IllegalStateException(failed);
        }
    }
}
