package io.trireme.bench.scaling;

import io.trireme.consume.DrainMeter;

/**
 * KEDA on seconds to drain, as the metric {@code trireme_queue_drain_seconds} tells them: target type {@code Value}, active while
 * anything is unsettled, to zero when nothing was for 300 s. It gives up a pod a minute at most: seconds to drain tell of what is
 * missing, and not of what is too much, so the way down has to be felt for.
 */
final class DrainPolicy implements Policy {
    private static final int LOOK_SECONDS = 5;
    private static final int COOL_DOWN_SECONDS = 300;

    /** Of the settings: what one pod does when all is well. */
    private static final double USUAL_RATE = 10;

    /** Fewer than this wake nobody; those that flow through a second are none. */
    private static final int ACTIVATION = 5;

    private final Hpa hpa = new Hpa(1, Setup.PARTITIONS, 1);
    private final DrainMeter meter = new DrainMeter(USUAL_RATE);
    private double drainSeconds;
    private int active;

    @Override
    public int replicas(Cluster cluster, int now) {
        if (now % LOOK_SECONDS == 0) {
            drainSeconds = meter.look(cluster.settled(), Math.round(cluster.unsettled()), now);
        }
        if (cluster.unsettled() > ACTIVATION) {
            active = now;
        }
        if (now % Hpa.SYNC_SECONDS != 0) {
            return cluster.replicas();
        }
        if (cluster.replicas() == 0) {
            return active == now ? 1 : 0;
        }
        if (now - active > COOL_DOWN_SECONDS) {
            return 0;
        }
        return hpa.replicas(cluster.replicas(), cluster.ready(now), drainSeconds / Setup.OBJECTIVE, now);
    }
}
