package io.trireme.bench.scaling;

/** What is the same for every scenario and policy. */
final class Setup {
    static final int PARTITIONS = 8;

    /** Attempts at once in a pod. */
    static final int CONCURRENCY = 25;

    /** Of its CPU request and limit. */
    static final double CORES = 1;

    /** From the order to the first task: scheduling, image, start, joining the group. */
    static final int POD_START_SECONDS = 15;

    static final int ATTEMPTS = 5;

    /** Seconds in which what lies there shall be done. */
    static final double OBJECTIVE = 30;

    /** Of the CPU request, as usually chosen. */
    static final double CPU_TARGET = 0.7;

    private Setup() {}
}
