package io.trireme.state;

/**
 * A line of an object: first come, first served. The places lie in the store, each at its index, so that a line of any length
 * costs the same; this is where it begins and ends. Some places may be empty, since who waited went away; the first is not.
 *
 * @param id of the line within the object
 * @param first index
 * @param next index that nobody has had yet
 * @param size places that are taken
 */
record Line(String id, long first, long next, int size) {
    static Line empty(String id) {
        return new Line(id, 0, 0, 0);
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return size >= Limits.WAITING;
    }
}
