package io.trireme.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Has every wait of the tests look soon for the first time and then ever less often. Most conditions hold within
 * milliseconds, but Awaitility looks after 100 ms for the first time, which was seconds in tests that wait in a loop.
 */
public final class SoonAgain implements LauncherSessionListener {
    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMillis(100);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultPollDelay(FIRST);
        Awaitility.setDefaultPollInterval(new IterativePollInterval(SoonAgain::longer, FIRST));
    }

    private static Duration longer(Duration last) {
        Duration twice = last.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }
}
