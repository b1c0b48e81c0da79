package io.trireme.consume;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.apache.kafka.common.Uuid;

/**
 * Which offsets beyond the watermark are settled, how often the others have failed, and which of them have {@link Begun},
 * as it travels in the metadata of a commit, so that a process that takes a partition over runs none of the settled ones
 * again and goes on counting the rest.
 *
 * <p>The text is {@code t4.}, or {@code t2.} if nothing is to be said of what has begun (so that a version of before reads
 * what a clean end leaves), and, in URL-safe Base64 without padding: a CRC-32C of the rest, the topic's id, the
 * watermark, the failed attempts, and the settled runs in whichever of two forms says more. Form 1, for few and long runs: for each the
 * distance from the end of the one before and its length. Form 2, for many and short ones: a bit for each offset from the
 * watermark on, lowest bit first, set where settled. Failed attempts are the
 * number of tasks that have any, and for each the distance from the one before and how many; of many tasks the first are
 * told, in at most a quarter of the text. In {@code t4.} {@link Begun} follows them. Numbers are {@link Numbers}. The
 * text is at most {@value #LONGEST} characters, what brokers allow as they come; what does not fit is run again. A text of
 * another program, topic, watermark or version, or a broken one, counts as none.
 *
 * <p>Not thread-safe: {@link #contains} is to be asked in rising order, by the poll thread.
 */
final class CompletedAhead {
    /** Longest text, in characters. */
    static final int LONGEST = 4_096;

    private static final byte AS_RUNS = 1;
    private static final byte AS_BITS = 2;

    private static final String CLEAN = "t2.";
    private static final String UNCLEAN = "t4.";
    private static final int CHECKSUM = 4;

    private static final SortedMap<Long, Integer> NONE_FAILED = Collections.emptySortedMap();

    /** How many bytes the text can carry; each number has to fit in whole. */
    private static final int BYTES = (LONGEST - CLEAN.length()) / 4 * 3;

    /** How many of them may be spent before the settled runs and what has begun. */
    private static final int HEAD_BYTES = BYTES / 4;

    private final List<Run> runs;
    private final SortedMap<Long, Integer> failed;
    private final Begun begun;
    private int next; // the first run that does not end before the offset last asked for

    private CompletedAhead(List<Run> runs, SortedMap<Long, Integer> failed, Begun begun) {
        this.runs = runs;
        this.failed = failed;
        this.begun = begun;
    }

    /**
     * Settled offsets in a row, gaps without a record included.
     *
     * @param first the first of them
     * @param end the offset after the last
     */
    record Run(long first, long end) {}

    /** Nothing is settled beyond the watermark. */
    static CompletedAhead none() {
        return new CompletedAhead(List.of(), NONE_FAILED, Begun.CLEAN);
    }

    /**
     * The text.
     *
     * @param runs what is settled, in order, apart, and beyond the watermark
     * @param failed how many attempts failed, by the offset of the task, which is not below the watermark
     * @param begun which tasks may have begun
     */
    static String encode(Uuid topic, long watermark, List<Run> runs, SortedMap<Long, Integer> failed, Begun begun) {
        boolean clean = begun.isClean(watermark);
        if (runs.isEmpty() && failed.isEmpty() && clean) {
            return "";
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES + Begun.LONGEST);
        head.putLong(topic.getMostSignificantBits()).putLong(topic.getLeastSignificantBits());
        Numbers.put(head, watermark);
        putFailed(head, watermark, failed);
        if (!clean) {
            begun.put(head, watermark);
        }
        head.flip();
        ByteBuffer bytes = begin(head, AS_RUNS);
        long said = putRuns(bytes, watermark, runs);
        if (!runs.isEmpty() && said < runs.getLast().end) { // else nothing says more
            ByteBuffer asBits = begin(head, AS_BITS);
            bytes = putBits(asBits, watermark, runs) > said ? asBits : bytes;
        }
        bytes.flip();
        String version = clean ? CLEAN : UNCLEAN;
        bytes.putInt(0, checksum(version, bytes.slice(CHECKSUM, bytes.limit() - CHECKSUM)));
        var text = Base64.getUrlEncoder().withoutPadding().encode(bytes);
        return version + new String(text.array(), 0, text.remaining(), StandardCharsets.US_ASCII);
    }

    private static ByteBuffer begin(ByteBuffer head, byte form) {
        return ByteBuffer.allocate(BYTES)
                .position(CHECKSUM)
                .put(head.duplicate())
                .put(form);
    }

    private static void putFailed(ByteBuffer bytes, long watermark, SortedMap<Long, Integer> failed) {
        ByteBuffer told = ByteBuffer.allocate(bytes.remaining() - Begun.LONGEST - Numbers.LONGEST);
        long at = watermark;
        int count = 0;
        for (Map.Entry<Long, Integer> task : failed.entrySet()) {
            if (told.remaining() < 2 * Numbers.LONGEST) {
                break;
            }
            Numbers.put(told, task.getKey() - at);
            Numbers.put(told, task.getValue());
            at = task.getKey();
            count++;
        }
        Numbers.put(bytes, count);
        bytes.put(told.flip());
    }

    /** Writes form 1; returns the end of what fitted. */
    private static long putRuns(ByteBuffer bytes, long watermark, List<Run> runs) {
        long at = watermark;
        for (Run run : runs) {
            if (bytes.remaining() < 2 * Numbers.LONGEST) {
                break;
            }
            Numbers.put(bytes, run.first - at);
            Numbers.put(bytes, run.end - run.first);
            at = run.end;
        }
        return at;
    }

    /** Writes form 2; returns the end of what fitted. */
    private static long putBits(ByteBuffer bytes, long watermark, List<Run> runs) {
        long room = (long) bytes.remaining() * Byte.SIZE;
        int from = bytes.position();
        long at = watermark;
        for (Run run : runs) {
            long end = Math.min(run.end, watermark + room);
            for (long offset = run.first; offset < end; offset++) {
                int bit = (int) (offset - watermark);
                int place = from + bit / Byte.SIZE;
                bytes.put(place, (byte) (bytes.get(place) | 1 << bit % Byte.SIZE));
                bytes.position(place + 1);
            }
            at = Math.max(at, end);
            if (end < run.end) {
                break;
            }
        }
        return at;
    }

    /** What the text says, if it was written for this topic and this committed offset. */
    static Optional<CompletedAhead> decode(String text, Uuid topic, long committed) {
        String version = text.startsWith(UNCLEAN) ? UNCLEAN : CLEAN;
        if (!text.startsWith(version)) {
            return Optional.empty();
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.substring(version.length())));
            int checksum = bytes.getInt();
            if (checksum != checksum(version, bytes.slice())
                    || bytes.getLong() != topic.getMostSignificantBits()
                    || bytes.getLong() != topic.getLeastSignificantBits()
                    || Numbers.get(bytes) != committed) {
                return Optional.empty();
            }
            SortedMap<Long, Integer> failed = failed(bytes, committed);
            Begun begun = version.equals(UNCLEAN) ? Begun.read(bytes, committed) : Begun.CLEAN;
            return switch (bytes.get()) {
                case AS_RUNS -> Optional.of(new CompletedAhead(runs(bytes, committed), failed, begun));
                case AS_BITS -> Optional.of(new CompletedAhead(bits(bytes, committed), failed, begun));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException | BufferUnderflowException | ArithmeticException broken) {
            return Optional.empty();
        }
    }

    private static SortedMap<Long, Integer> failed(ByteBuffer bytes, long watermark) {
        var failed = new TreeMap<Long, Integer>();
        long at = watermark;
        for (long left = Numbers.get(bytes); left > 0; left--) {
            at = Math.addExact(at, Numbers.get(bytes));
            failed.put(at, Math.toIntExact(Numbers.get(bytes)));
        }
        return failed;
    }

    private static List<Run> runs(ByteBuffer bytes, long watermark) {
        var runs = new ArrayList<Run>();
        long at = watermark;
        while (bytes.hasRemaining()) {
            long first = Math.addExact(at, Numbers.get(bytes));
            at = Math.addExact(first, Numbers.get(bytes));
            runs.add(new Run(first, at));
        }
        return runs;
    }

    private static List<Run> bits(ByteBuffer bytes, long watermark) {
        var runs = new ArrayList<Run>();
        BitSet bits = BitSet.valueOf(bytes);
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int end = bits.nextClearBit(first);
            runs.add(new Run(watermark + first, watermark + end));
            first = bits.nextSetBit(end);
        }
        return runs;
    }

    /** How many attempts have failed, by the offset of the task. */
    SortedMap<Long, Integer> failed() {
        return failed;
    }

    /** Which tasks had begun, or were about to. */
    Begun begun() {
        return begun;
    }

    /** The same with no task from this offset on: there is none. */
    CompletedAhead upTo(long end) {
        return new CompletedAhead(runs, failed, begun.upTo(end));
    }

    /** How many offsets from {@code position} on are settled. */
    long count(long position) {
        return from(position).stream().mapToLong(run -> run.end - run.first).sum();
    }

    /** Whether the offset is settled. */
    boolean contains(long offset) {
        while (next < runs.size() && runs.get(next).end <= offset) {
            next++;
        }
        return next < runs.size() && runs.get(next).first <= offset;
    }

    /** The runs from {@code position} on: what is still to be told of when nothing there was fetched yet. */
    List<Run> from(long position) {
        return runs.stream()
                .filter(run -> run.end > position)
                .map(run -> new Run(Math.max(run.first, position), run.end))
                .toList();
    }

    /** Whether there is nothing more to be asked for. */
    boolean isPassed() {
        return next >= runs.size();
    }

    /** That of {@code t2.} covers the bytes alone, as ever; a later version is part of its own. */
    private static int checksum(String version, ByteBuffer bytes) {
        var crc = new CRC32C();
        if (!version.equals(CLEAN)) {
            crc.update(version.getBytes(StandardCharsets.US_ASCII));
        }
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
