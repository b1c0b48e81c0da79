package io.trireme.consume;

import java.util.HashMap;
import java.util.Map;

/** The very estimate that {@code trireme_queue_drain_seconds} is made of, for simulations. Not thread-safe. */
public final class DrainMeter {
    private final DrainRate rate;

    /** @param configured tasks a second until there is a measured rate */
    public DrainMeter(double configured) {
        this.rate = new DrainRate(configured);
    }

    /**
     * Takes a look in.
     *
     * @param settled tasks settled so far, by partition
     * @return seconds to drain
     */
    public double look(double[] settled, long unsettled, double second) {
        Map<Integer, Long> byPartition = new HashMap<>();
        for (int i = 0; i < settled.length; i++) {
            byPartition.put(i, (long) settled[i]);
        }
        rate.look(byPartition, unsettled, (long) (second * 1e9));
        return unsettled / rate.perSecond();
    }
}
