package io.trireme.bench.scaling;

/** Decides how many pods there are. Asked every second; one for each run. */
interface Policy {
    /** How many there are to be. */
    int replicas(Cluster cluster, int now);
}
