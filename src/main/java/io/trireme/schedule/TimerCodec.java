package io.trireme.schedule;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A timer as it lies in the store and its changelog; the first byte is the version. */
final class TimerCodec {
    private static final int VERSION = 1;
    private static final int ABSENT = -1;

    /** Of all that is not text or bytes of the task's: version, due time, lengths. */
    private static final int FIXED = 192;

    /** Of the two lengths of a header. */
    private static final int LENGTHS = 2 * Integer.BYTES;

    private TimerCodec() {}

    static byte[] encode(Timer timer) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(timer.queue());
            out.writeLong(timer.due().getEpochSecond());
            out.writeInt(timer.due().getNano());
            write(out, timer.key());
            write(out, timer.value());
            out.writeInt(timer.headers().size());
            for (Header header : timer.headers()) {
                write(out, header.key().getBytes(StandardCharsets.UTF_8));
                write(out, header.value());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** What the changelog's record of a timer may come to, in bytes; a little too much. */
    static int largestRecord(Timer timer) {
        return RecordSize.of(TimerKeys.due(0, timer.id()), timer.value(), timer.headers())
                + (timer.key() == null ? 0 : timer.key().length)
                + timer.queue().length()
                + FIXED
                + LENGTHS * timer.headers().size();
    }

    /** @throws IllegalStateException written by a later version */
    static Timer decode(String id, byte[] stored) {
        try (var in = new DataInputStream(new ByteArrayInputStream(stored))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("timer " + id + " was written by a later version (" + version
                        + "); start that version instead");
            }
            String queue = in.readUTF();
            Instant due = Instant.ofEpochSecond(in.readLong(), in.readInt());
            byte[] key = read(in);
            byte[] value = read(in);
            int count = in.readInt();
            var headers = new ArrayList<Header>(count);
            for (int i = 0; i < count; i++) {
                byte[] name = read(in);
                headers.add(new RecordHeader(
                        new String(name == null ? new byte[0] : name, StandardCharsets.UTF_8), read(in)));
            }
            return new Timer(id, queue, due, key, value, headers);
        } catch (IOException damaged) {
            throw new UncheckedIOException("timer " + id + " cannot be read", damaged);
        }
    }

    private static void write(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? ABSENT : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length == ABSENT ? null : in.readNBytes(length);
    }
}
