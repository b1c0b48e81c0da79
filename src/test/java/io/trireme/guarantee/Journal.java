package io.trireme.guarantee;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the handler of one process saw, as lines of a file. Each line is one write, so what happened before a SIGKILL is
 * there; the last line may be cut. Times are {@link System#nanoTime()}, which on Linux is one clock for all processes.
 *
 * <p>Safe for use by any thread, interrupted ones too: hence no {@code FileChannel}, which an interrupt closes for all.
 */
final class Journal implements AutoCloseable {
    private final FileOutputStream file;

    Journal(Path path) throws IOException {
        file = new FileOutputStream(path.toFile(), true);
    }

    /** What a line says. */
    enum What {
        STARTED,
        ENDED,
        /** The handler threw, and another attempt is to follow. */
        FAILED,
        /** The handler was interrupted and ended without having done its work. */
        BROKEN_OFF,
        /** The process learned that the group had taken its partitions from it; of no task. */
        LOST
    }

    /** One line. */
    record Line(What what, Place place, long nanoTime) {}

    void write(What what, Place place) {
        write(what + " " + place.partition() + " " + place.offset() + " " + place.key() + " " + place.attempt());
    }

    void lostPartitions() {
        write(What.LOST + " 0 0 - 0");
    }

    private void write(String line) {
        try {
            file.write((line + " " + System.nanoTime() + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<Line> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        String text = Files.readString(path, StandardCharsets.US_ASCII);
        var lines = new ArrayList<Line>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            lines.add(parse(text.substring(from, end)));
            from = end + 1;
        }
        return lines;
    }

    private static Line parse(String line) {
        String[] parts = line.split(" ");
        return new Line(
                What.valueOf(parts[0]),
                new Place(
                        Integer.parseInt(parts[1]),
                        Long.parseLong(parts[2]),
                        parts[3].intern(), // a few thousand keys in millions of lines
                        Integer.parseInt(parts[4])),
                Long.parseLong(parts[5]));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
