package io.trireme.schedule;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The keys of the one store, told apart by their first byte: timers by due time, where the timer of an id lies, which try of a
 * task was accepted last, and when that may be forgotten. Timers by due time come last of all: see {@link Agenda}.
 */
final class TimerKeys {
    private static final byte ACCEPTED = 'A';
    static final byte FORGET = 'F';
    static final byte ID = 'I';
    static final byte DUE = 'T';
    private static final int MOMENT = 1 + Long.BYTES;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private TimerKeys() {}

    /** Rounded up, so that nothing is early; nothing is due before 1970, so that bytes order as numbers do. */
    static long millis(Instant due) {
        long rounded = due.getNano() % NANOS_PER_MILLI == 0 ? 0 : 1;
        return Math.max(0, Math.addExact(due.toEpochMilli(), rounded));
    }

    static byte[] due(long millis, String id) {
        return moment(DUE, millis, bytes(id));
    }

    static boolean isDue(byte[] key) {
        return key[0] == DUE;
    }

    static byte[] forget(long millis, String id) {
        return moment(FORGET, millis, bytes(id));
    }

    static byte[] id(String id) {
        return prefixed(ID, id);
    }

    static byte[] accepted(String id) {
        return prefixed(ACCEPTED, id);
    }

    /** Before all of this kind at {@code millis}. */
    static byte[] moment(byte kind, long millis) {
        return moment(kind, millis, new byte[0]);
    }

    /** Behind all of this kind. */
    static byte[] endOf(byte kind) {
        return new byte[] {(byte) (kind + 1)};
    }

    /** When a key made with a moment is due. */
    static long millisOf(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    /** The id in a key made with a moment. */
    static String idOf(byte[] key) {
        return new String(key, MOMENT, key.length - MOMENT, StandardCharsets.UTF_8);
    }

    private static byte[] moment(byte kind, long millis, byte[] id) {
        return ByteBuffer.allocate(MOMENT + id.length)
                .put(kind)
                .putLong(millis)
                .put(id)
                .array();
    }

    private static byte[] prefixed(byte kind, String id) {
        byte[] bytes = bytes(id);
        return ByteBuffer.allocate(1 + bytes.length).put(kind).put(bytes).array();
    }

    private static byte[] bytes(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
