package io.trireme.consume;

/**
 * A settlement's write as whoever gives its partition up waits for it: from its start to its end, but no longer once it was
 * held up, since that may last for days. Called by one thread after the other.
 */
final class AwaitedWrite {
    private final Epoch epoch;
    private boolean awaited = true;

    /** The write begins. */
    AwaitedWrite(Epoch epoch) {
        this.epoch = epoch;
        epoch.writeBegun();
    }

    /** Whether it still is to be made: an epoch that has ended writes nothing. */
    boolean wanted() {
        return !epoch.isEnded();
    }

    /** It has ended, or been held up. */
    void noLonger() {
        if (awaited) {
            awaited = false;
            epoch.writeEnded();
        }
    }
}
