package io.trireme.bench.scaling;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The arithmetic of {@code autoscaling/v2} with its usual settings: every 15 s, nothing within 10 % of the target, upwards at
 * once by at most 4 pods or as many as there are, downwards to the most that was recommended within 300 s, by so many pods a minute.
 */
final class Hpa {
    static final int SYNC_SECONDS = 15;

    private static final double TOLERANCE = 0.1;
    private static final int WINDOW_SECONDS = 300;
    private static final int MOST_NEW = 4;

    private record Recommendation(int second, int replicas) {}

    private final int least;
    private final int most;
    private final int fewerPerMinute;
    private final Deque<Recommendation> recent = new ArrayDeque<>();

    private int lastStepDown = -60;

    Hpa(int least, int most, int fewerPerMinute) {
        this.least = least;
        this.most = most;
        this.fewerPerMinute = fewerPerMinute;
    }

    /** @param ratio the metric ÷ its target */
    int replicas(int current, int ready, double ratio, int now) {
        int wanted = Math.abs(ratio - 1) <= TOLERANCE ? current : (int) Math.ceil(ready * ratio);
        wanted = Math.min(wanted, current + Math.max(MOST_NEW, current));
        wanted = Math.clamp(wanted, least, most);
        recent.add(new Recommendation(now, wanted));
        recent.removeIf(old -> now - old.second() > WINDOW_SECONDS);
        int highest = recent.stream().mapToInt(Recommendation::replicas).max().orElse(wanted);
        if (wanted >= current || highest >= current) {
            return Math.max(wanted, current);
        }
        if (now - lastStepDown < 60) {
            return current;
        }
        lastStepDown = now;
        return Math.max(highest, current - fewerPerMinute);
    }
}
