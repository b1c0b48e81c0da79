package io.trireme.bench.scaling;

import io.trireme.bench.scaling.Scenario.Load;
import java.util.Arrays;

/**
 * Partitions with tasks, and pods that work on them, second by second. Tasks flow: there is no single one, and a pod's slots
 * and its CPU go to its partitions in proportion to what lies there. Attempts take a second or longer.
 */
final class Cluster {
    private final double[] sound = new double[Setup.PARTITIONS];
    private final double[] poisoned = new double[Setup.PARTITIONS];
    private final double[] settled = new double[Setup.PARTITIONS];
    private final double[] published = new double[Setup.PARTITIONS];
    private final double[][] publishedBy = new double[Setup.PARTITIONS][Scenario.SECONDS + 1];
    private int[] readyAt = {0, 0}; // for each pod, from which second on it works
    private double cpu;

    void second(int now, Load load) {
        cpu = 0;
        int ready = ready(now);
        for (int pod = 0; pod < ready; pod++) {
            work(pod, ready, load);
        }
        arrive(now, load);
    }

    /** Starts or ends pods; one that ends drains within the second and gives its partitions to others. */
    void scale(int replicas, int now) {
        int old = readyAt.length;
        readyAt = Arrays.copyOf(readyAt, replicas);
        for (int pod = old; pod < replicas; pod++) {
            readyAt[pod] = now + Setup.POD_START_SECONDS;
        }
    }

    int replicas() {
        return readyAt.length;
    }

    int ready(int now) {
        return (int) Arrays.stream(readyAt).filter(second -> second <= now).count();
    }

    /** Cores in use in the last second. */
    double cpu() {
        return cpu;
    }

    double[] settled() {
        return settled;
    }

    double unsettled() {
        return Arrays.stream(sound).sum() + Arrays.stream(poisoned).sum();
    }

    /** For how long the task has been waiting that waits longest. */
    int oldestAge(int now) {
        int oldest = now;
        for (int partition = 0; partition < Setup.PARTITIONS; partition++) {
            int second = now;
            while (second > 0 && publishedBy[partition][second - 1] > settled[partition] + 0.5) {
                second--;
            }
            oldest = Math.min(oldest, second);
        }
        return now - oldest;
    }

    private void arrive(int now, Load load) {
        for (int partition = 0; partition < Setup.PARTITIONS; partition++) {
            double share = (1 - load.hot()) / Setup.PARTITIONS + (partition == 0 ? load.hot() : 0);
            double tasks = load.perSecond() * share;
            sound[partition] += tasks * (1 - load.poisoned());
            poisoned[partition] += tasks * load.poisoned();
            published[partition] += tasks;
            publishedBy[partition][now] = published[partition];
        }
    }

    private void work(int pod, int ready, Load load) {
        double here = 0;
        for (int partition = pod; partition < Setup.PARTITIONS; partition += ready) {
            here += sound[partition] + poisoned[partition];
        }
        if (here == 0) {
            return;
        }
        double running = Math.min(1, Setup.CONCURRENCY / here);
        double cores = here * running / load.seconds() * load.cpuSeconds();
        double share = running / load.seconds() * Math.min(1, Setup.CORES / cores);
        cpu += Math.min(cores, Setup.CORES);
        for (int partition = pod; partition < Setup.PARTITIONS; partition += ready) {
            double done = share * sound[partition];
            double buried = share / Setup.ATTEMPTS * poisoned[partition];
            settled[partition] += done + buried;
            sound[partition] -= done;
            poisoned[partition] -= buried;
        }
    }
}
