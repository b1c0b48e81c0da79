package io.trireme.consume;

/** What a count found: how many records, and their bytes. Owned by the poll thread. */
final class Tally {
    private int records;
    private long bytes;

    void add(int size) {
        records++;
        bytes += size;
    }

    int records() {
        return records;
    }

    long bytes() {
        return bytes;
    }
}
