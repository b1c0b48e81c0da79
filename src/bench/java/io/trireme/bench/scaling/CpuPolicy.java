package io.trireme.bench.scaling;

/** A plain HPA on the mean CPU utilisation of the pods, as metrics-server has it: 15 s old. */
final class CpuPolicy implements Policy {
    private final Hpa hpa = new Hpa(1, Setup.PARTITIONS, Setup.PARTITIONS);
    private double before; // cores in use at the last sync

    @Override
    public int replicas(Cluster cluster, int now) {
        if (now % Hpa.SYNC_SECONDS != 0) {
            return cluster.replicas();
        }
        int ready = Math.max(1, cluster.ready(now));
        double utilisation = before / (ready * Setup.CORES);
        before = cluster.cpu();
        return hpa.replicas(cluster.replicas(), ready, utilisation / Setup.CPU_TARGET, now);
    }
}
