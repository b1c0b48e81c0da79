package io.trireme.consume;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Two tasks of a key settle one after the other while the books are counted: never the later one without the earlier. */
@JCStressTest
@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "Neither is counted")
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "The first is counted")
@Outcome(id = "true, 2", expect = Expect.ACCEPTABLE, desc = "Both are counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "After a crash the first would run after the second")
@State
public class CountDownwardsStress {
    private final OffsetWatermark watermark = new OffsetWatermark();
    private final Batch first = new Batch(new long[] {0, 1}, 0);
    private final Batch second = new Batch(new long[] {2, 3}, 0);

    public CountDownwardsStress() {
        watermark.fetched(first);
        watermark.fetched(second);
    }

    @Actor
    public void worker() {
        first.finish(0);
        second.finish(0);
    }

    @Actor
    public void pollThread(ZI_Result result) {
        watermark.countSettled();
        result.r1 = second.settled() <= first.settled();
        result.r2 = first.settled() + second.settled();
    }
}
