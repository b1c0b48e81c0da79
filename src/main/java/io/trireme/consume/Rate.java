package io.trireme.consume;

/**
 * Tasks a second, of late: an exponentially weighted mean with a time constant of ten seconds, so that a change shows
 * within seconds and a lull of one does not.
 *
 * <p>Not thread-safe: owned by the poll thread.
 */
final class Rate {
    private static final double TIME_CONSTANT = 10e9;

    private long total;
    private long at;
    private double perSecond;
    private boolean begun;

    /** Takes the total count in, as of {@code nanoTime}. */
    double update(long newTotal, long nanoTime) {
        if (begun && nanoTime > at) {
            double elapsed = nanoTime - at;
            double now = (newTotal - total) * 1e9 / elapsed;
            perSecond += (now - perSecond) * (1 - Math.exp(-elapsed / TIME_CONSTANT));
        }
        begun = true;
        total = newTotal;
        at = nanoTime;
        return perSecond;
    }
}
