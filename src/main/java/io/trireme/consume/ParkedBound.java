package io.trireme.consume;

import io.trireme.TriremeConfig.Overflow;
import java.util.Optional;

/**
 * Keeps what waits for a retry, with what is behind it, to its share of what is in flight: beyond it either the intake
 * rests, or the dead letters get what holds up most.
 *
 * <p>Not thread-safe: owned by the poll thread.
 */
final class ParkedBound {
    private final int most;
    private final Overflow overflow;
    private final Settlement settlement;
    private int parked; // when last looked at

    ParkedBound(QueueSettings settings, Settlement settlement) {
        this.most = settings.maxParked();
        this.overflow = settings.overflow();
        this.settlement = settlement;
    }

    /** Counts, and gives up what is too much if that is what the queue's settings say. */
    void look() {
        parked = settlement.parking().held();
        if (parked > most && overflow == Overflow.DEAD_LETTER) {
            settlement.giveUpBeyond(most);
            parked = settlement.parking().held();
        }
    }

    /** How many tasks wait for a retry or behind one that does, when last looked at. */
    int parked() {
        return parked;
    }

    /** Whether the intake has to rest. */
    boolean isOver() {
        return parked > most && overflow == Overflow.PAUSE;
    }

    /** Why the intake rests, if it does. */
    Optional<String> trouble() {
        return isOver()
                ? Optional.of(parked + " tasks wait for a retry or behind one that does, more than " + most
                        + " (retry.parked-share of max-in-flight): nothing more is taken in until there are fewer")
                : Optional.empty();
    }
}
