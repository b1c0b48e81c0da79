package io.trireme.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of the one store of a shard, told apart by their first byte: the format, sessions, their calls and what they hold; the
 * heads of objects, what else belongs to an object, and which of them are looked at in turn.
 */
final class Keys {
    private static final byte CALL = 'A';
    private static final byte CELL = 'C';
    private static final byte FORMAT = 'F';
    private static final byte HOLD = 'H';
    private static final byte HEAD = 'O';
    private static final byte SESSION = 'S';
    private static final byte TURN = 'T';
    private static final byte APART = 'W';

    private Keys() {}

    /** Where it is noted how all the others are written. */
    static byte[] format() {
        return new byte[] {FORMAT};
    }

    static byte[] session(String session) {
        return join(SESSION, bytes(session));
    }

    static byte[] sessions() {
        return new byte[] {SESSION};
    }

    static byte[] endOfSessions() {
        return new byte[] {SESSION + 1};
    }

    static String sessionOf(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    static byte[] call(String session, long number) {
        return numbered(CALL, session, number);
    }

    /** Of a call that waits or has waited. */
    static byte[] apart(String session, long number) {
        return numbered(APART, session, number);
    }

    /** What the keys of all such calls begin with. */
    static byte[] apart() {
        return new byte[] {APART};
    }

    static String sessionOfCall(byte[] callKey) {
        int from = 1 + Short.BYTES;
        return new String(callKey, from, callKey.length - from - Long.BYTES, StandardCharsets.UTF_8);
    }

    private static byte[] numbered(byte tag, String session, long number) {
        byte[] framed = framed(session);
        return ByteBuffer.allocate(1 + framed.length + Long.BYTES)
                .put(tag)
                .put(framed)
                .putLong(number)
                .array();
    }

    static long numberOf(byte[] callKey) {
        return ByteBuffer.wrap(callKey).getLong(callKey.length - Long.BYTES);
    }

    static byte[] hold(String session, String name) {
        return join(HOLD, framed(session), bytes(name));
    }

    static byte[] holds(String session) {
        return join(HOLD, framed(session));
    }

    static String nameOf(String session, byte[] holdKey) {
        int from = holds(session).length;
        return new String(holdKey, from, holdKey.length - from, StandardCharsets.UTF_8);
    }

    static byte[] head(String name) {
        return join(HEAD, bytes(name));
    }

    /** Of an object that is looked at in turn. */
    static byte[] turn(String name) {
        return join(TURN, bytes(name));
    }

    /** Where it is noted whose turn it was last; no object has no name, so this is the first of these keys. */
    static byte[] lastTurn() {
        return turn("");
    }

    static byte[] endOfHeads() {
        return new byte[] {HEAD + 1};
    }

    /** Of the key of a head or of a turn. */
    static String nameOf(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    /** A place in a line of an object; places order as their indexes do, negative ones included. */
    static byte[] place(String name, String line, long index) {
        byte[] prefix = join(CELL, framed(name), framed(line));
        return ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(index ^ Long.MIN_VALUE)
                .array();
    }

    /** Of a {@link #place}. */
    static long index(byte[] place) {
        return ByteBuffer.wrap(place).getLong(place.length - Long.BYTES) ^ Long.MIN_VALUE;
    }

    static byte[] entry(String name, String field) {
        return join(CELL, framed(name), bytes(field));
    }

    static byte[] entries(String name) {
        return join(CELL, framed(name));
    }

    static String fieldOf(String name, byte[] entryKey) {
        int from = entries(name).length;
        return new String(entryKey, from, entryKey.length - from, StandardCharsets.UTF_8);
    }

    /** What comes first behind all keys that begin so; none of them ends in 0xFF only. */
    static byte[] endOf(byte[] prefix) {
        byte[] end = prefix.clone();
        for (int last = end.length - 1; last >= 0; last--) {
            if (end[last] != (byte) 0xFF) {
                end[last]++;
                return Arrays.copyOf(end, last + 1);
            }
        }
        throw new IllegalArgumentException("nothing comes behind 0xFF");
    }

    /** The key right behind this one. */
    static byte[] behind(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    private static byte[] framed(String text) {
        byte[] content = bytes(text);
        return ByteBuffer.allocate(Short.BYTES + content.length)
                .putShort((short) content.length)
                .put(content)
                .array();
    }

    private static byte[] join(byte tag, byte[]... parts) {
        int length = 1 + Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteBuffer key = ByteBuffer.allocate(length).put(tag);
        for (byte[] part : parts) {
            key.put(part);
        }
        return key.array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
