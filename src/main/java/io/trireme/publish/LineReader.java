package io.trireme.publish;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream into lines, holding no more of it than one line of a bounded length.
 *
 * <p>A line ends with a line feed, or a carriage return and a line feed, or the stream. Blank lines and a byte order
 * mark at the beginning are skipped. Owned by one thread.
 */
final class LineReader {
    private static final int BUFFER = 64 * 1024;
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    /** What a line turned out to be. */
    sealed interface Line {
        /** Which one it is, from 1, blank ones counted. */
        long number();

        /** A line with something in it, without its end. The array is the reader's no more. */
        @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
        record Text(long number, byte[] bytes) implements Line {}

        /** A line beyond the bound; it was not kept. */
        record TooLong(long number) implements Line {}
    }

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int end;
    private long number;
    private boolean ended;

    /** @param longest most bytes of a line */
    LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Which line was read last, or is being read. */
    long number() {
        return number;
    }

    /** The next line that is not blank; empty at the end of the stream. */
    Optional<Line> next() throws IOException {
        while (!ended) {
            Line line = line();
            if (!(line instanceof Line.Text(long ignored, byte[] bytes) && isBlank(bytes))) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private Line line() throws IOException {
        number++;
        var line = new ByteArrayOutputStream();
        boolean tooLong = false;
        while (true) {
            if (next == end && !fill()) {
                ended = true;
                break;
            }
            int feed = feed();
            int length = feed - next;
            if (line.size() + (long) length > longest) {
                tooLong = true;
                line.reset();
            } else if (!tooLong) {
                line.write(buffer, next, length);
            }
            next = feed;
            if (next < end) {
                next++;
                break;
            }
        }
        return tooLong ? new Line.TooLong(number) : new Line.Text(number, trimmed(line.toByteArray()));
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    /** Where the next line feed is in the buffer, or the buffer's end. */
    private int feed() {
        int at = next;
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    private byte[] trimmed(byte[] line) {
        int from = number == 1 && startsWithMark(line) ? BYTE_ORDER_MARK.length : 0;
        int to = line.length > from && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        return from == 0 && to == line.length ? line : Arrays.copyOfRange(line, from, to);
    }

    private static boolean startsWithMark(byte[] line) {
        if (line.length < BYTE_ORDER_MARK.length) {
            return false;
        }
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if ((line[i] & 0xFF) != BYTE_ORDER_MARK[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte character : bytes) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return false;
            }
        }
        return true;
    }
}
