package io.trireme.state;

/**
 * An object as people see it.
 *
 * @param name of the object
 * @param kind of the object, in words
 * @param size permits that are free, items, entries, parties that wait, a counter's number, 1 for an event that is set
 * @param holder who holds a lock, or empty
 * @param token of who holds it
 * @param heldSince in milliseconds, or 0
 * @param waiting calls that wait
 * @param oldestWaiter when the one that has waited longest came, in milliseconds, or 0
 * @param value of a value, or empty
 */
public record Summary(
        String name,
        String kind,
        long size,
        String holder,
        long token,
        long heldSince,
        int waiting,
        long oldestWaiter,
        String value) {
    static Summary of(Desk desk, Kind kind, long size) {
        return new Summary(desk.name(), kind.words(), size, "", 0, 0, 0, 0, "");
    }

    Summary heldBy(String who, long fencing, long since) {
        return new Summary(name, kind, size, who, fencing, since, waiting, oldestWaiter, value);
    }

    /** Counts a line in. */
    Summary with(Desk desk, Line line) {
        long oldest = desk.firstWaiter(line).map(Waiter::since).orElse(0L);
        long older = oldestWaiter == 0 || oldest != 0 && oldest < oldestWaiter ? oldest : oldestWaiter;
        return new Summary(name, kind, size, holder, token, heldSince, waiting + line.size(), older, value);
    }

    Summary showing(String text) {
        return new Summary(name, kind, size, holder, token, heldSince, waiting, oldestWaiter, text);
    }
}
