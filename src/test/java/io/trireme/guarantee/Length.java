package io.trireme.guarantee;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** How long the guarantee runs are: short among all tests, long in {@code make guarantee} (-Dguarantee=long). */
enum Length {
    SHORT,
    LONG;

    static Length wanted() {
        return valueOf(System.getProperty("guarantee", "short").toUpperCase(Locale.ROOT));
    }

    /** So often, unless {@code -D<property>} says otherwise. */
    static int times(String property, int shortRun, int longRun) {
        return Integer.getInteger(property, wanted() == SHORT ? shortRun : longRun);
    }

    /** The group protocols of a run that takes long on each: both, in the short runs that of today. */
    static List<String> protocols() {
        return wanted() == SHORT ? List.of("consumer") : List.of("consumer", "classic");
    }

    /** A bound on what takes time: twice as much in the short runs, four of which share the processors. */
    static Duration slack(Duration alone) {
        return wanted() == SHORT ? alone.multipliedBy(2) : alone;
    }

    /** Of what is random in a run: {@code -Dguarantee.seed}, or a new one each time; printed, so that it can be had again. */
    static long seed() {
        long seed = Long.getLong("guarantee.seed", new Random().nextInt(1_000_000));
        System.out.println("guarantee: -Dguarantee.seed=" + seed);
        return seed;
    }
}
