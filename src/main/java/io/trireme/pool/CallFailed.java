package io.trireme.pool;

/** A call of a pool threw. Its cause is what the call threw; of several in one map it is the one with the lowest index. */
public final class CallFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long index;
    private final Throwable thrown;
    private final String told;

    CallFailed(long index, Throwable thrown) {
        this("Call " + index + " failed: " + thrown, index, thrown);
    }

    private CallFailed(String told, long index, Throwable thrown) {
        super(told, thrown);
        this.told = told;
        this.index = index;
        this.thrown = thrown;
    }

    /** The same failure as one of several, in a map of so many calls. */
    CallFailed amongst(long failed, long calls) {
        return failed == 1
                ? this
                : new CallFailed(
                        "%d of %d calls failed, the first of them call %d: %s".formatted(failed, calls, index, thrown),
                        index,
                        thrown);
    }

    /** The same failure with the stack of whoever asks, since it was made on a worker's. */
    CallFailed here() {
        return new CallFailed(told, index, thrown);
    }

    /** Which item it was that the call was made for, from 0. */
    public long index() {
        return index;
    }

    /** What the call threw: the cause, which is always there. */
    public Throwable thrown() {
        return thrown;
    }
}
