package io.trireme.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

/** Rules that were read already, the most used of them: reading one costs more than a firing. One thread. */
final class CronRules {
    private static final int MOST_KEPT = 1_000;
    private static final float LOAD = 0.75f;

    private final Map<String, CronRule> read = new LinkedHashMap<>(MOST_KEPT, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CronRule> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** @throws io.trireme.TriremeException {@link io.trireme.Fault#CRON_WRONG} */
    CronRule of(String expression, String zone) {
        return read.computeIfAbsent(expression + "\n" + zone, ignored -> CronRule.of(expression, zone));
    }
}
