package io.trireme.consume;

import java.time.Duration;

/**
 * What holds for tasks that may have killed their process.
 *
 * @param deaths after so many deaths, each while the task ran alone, it goes to the dead letters; 0: nobody is suspected
 * @param alone how long a task counts as running alone
 */
public record Quarantine(int deaths, Duration alone) {
    /** Nobody is suspected. */
    public static final Quarantine OFF = new Quarantine(0, Duration.ofMillis(1));

    boolean isOn() {
        return deaths > 0;
    }
}
