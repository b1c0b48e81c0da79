package io.trireme.guarantee;

import io.trireme.TaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What the handler of one process saw, as lines of a file. Each line is one write, so what happened before a SIGKILL is
 * there; the last line may be cut. Times are {@link System#nanoTime()}, which on Linux is one clock for all processes.
 */
final class Journal implements AutoCloseable {
    private final FileChannel file;

    Journal(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** What a line says. */
    enum What {
        STARTED,
        ENDED
    }

    /** One line. */
    record Line(What what, int partition, long offset, String key, long nanoTime) {
        /** The task's place, which names it. */
        String task() {
            return partition + "-" + offset;
        }
    }

    void write(What what, TaskContext task) {
        String line = what + " " + task.partition() + " " + task.offset() + " "
                + task.key().orElse("-") + " " + System.nanoTime() + "\n";
        try {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<Line> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        String text = Files.readString(path);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(Journal::parse)
                .toList();
    }

    private static Line parse(String line) {
        String[] parts = line.split(" ");
        return new Line(
                What.valueOf(parts[0]),
                Integer.parseInt(parts[1]),
                Long.parseLong(parts[2]),
                parts[3],
                Long.parseLong(parts[4]));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
