package io.trireme.bench.scaling;

import java.util.Arrays;

/**
 * What came of one policy in one scenario, second by second.
 *
 * @param policy its name
 * @param replicas pods ordered
 * @param unsettled tasks that lay there
 * @param ages how long the oldest of them had waited, in seconds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Trace(String policy, int[] replicas, double[] unsettled, int[] ages) {
    static Trace of(String name, Policy policy, Scenario scenario) {
        var cluster = new Cluster();
        var replicas = new int[Scenario.SECONDS];
        var unsettled = new double[Scenario.SECONDS];
        var ages = new int[Scenario.SECONDS];
        for (int now = 0; now < Scenario.SECONDS; now++) {
            cluster.second(now, scenario.at(now));
            replicas[now] = cluster.replicas();
            unsettled[now] = cluster.unsettled();
            ages[now] = cluster.oldestAge(now);
            cluster.scale(policy.replicas(cluster, now), now);
        }
        return new Trace(name, replicas, unsettled, ages);
    }

    int mostReplicas() {
        return Arrays.stream(replicas).max().orElse(0);
    }

    double podMinutes() {
        return Arrays.stream(replicas).sum() / 60.0;
    }

    double mostUnsettled() {
        return Arrays.stream(unsettled).max().orElse(0);
    }

    int longestWait() {
        return Arrays.stream(ages).max().orElse(0);
    }

    /** For how long the oldest task had waited for longer than the objective. */
    double minutesOver() {
        return Arrays.stream(ages).filter(age -> age > Setup.OBJECTIVE).count() / 60.0;
    }

    /** How often the number of pods went the other way than the time before. */
    int turns() {
        int turns = 0;
        int way = 0;
        for (int now = 1; now < replicas.length; now++) {
            int step = Integer.signum(replicas[now] - replicas[now - 1]);
            if (step != 0 && way != 0 && step != way) {
                turns++;
            }
            way = step == 0 ? way : step;
        }
        return turns;
    }
}
