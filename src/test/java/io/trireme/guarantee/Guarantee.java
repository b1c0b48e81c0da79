package io.trireme.guarantee;

import java.time.Duration;
import java.util.List;

/** Something that Trireme promises, judged by the history of a run when it is over. */
@FunctionalInterface
interface Guarantee {
    /**
     * Says in a few words what was seen, for the summary.
     *
     * @throws AssertionError the promise was broken; with the history that shows it
     */
    String verify(History history);

    /** What every run of a whole crew has to keep, with partitions idle no longer than {@code mostIdle}. */
    static Guarantee[] all(WorkerSetup setup, Duration mostIdle) {
        return new Guarantee[] {
            new StaysMember(), new NothingLost(), new KeyOrder(), new FewRepeats(setup), new NoIdlePartition(mostIdle)
        };
    }

    /** Holds the history against all of these; prints what was seen, and only then throws what was broken. */
    static void verifyAll(String run, History history, Guarantee... guarantees) {
        var summary = new StringBuilder(run);
        AssertionError broken = null;
        for (Guarantee guarantee : List.of(guarantees)) {
            try {
                summary.append("; " + guarantee.verify(history));
            } catch (AssertionError failure) {
                summary.append("; BROKEN: ").append(guarantee.getClass().getSimpleName());
                if (broken == null) {
                    broken = failure;
                } else {
                    broken.addSuppressed(failure);
                }
            }
        }
        System.out.println("guarantee: " + summary);
        if (broken != null) {
            throw broken;
        }
    }
}
