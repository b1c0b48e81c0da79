package io.trireme.run;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two workers take from a stretch of three at once. */
@JCStressTest
@Outcome(
        id = {"1, 2, 3", "2, 1, 3"},
        expect = Expect.ACCEPTABLE,
        desc = "Each work went to one worker")
@Outcome(expect = Expect.FORBIDDEN, desc = "A work was given twice, or lost")
@State
public class StretchStress {
    private final Stretch stretch = new Stretch(new Work[] {new Numbered(1), new Numbered(2), new Numbered(3)});

    private record Numbered(int number) implements Work {
        @Override
        public Work run() {
            return NONE;
        }
    }

    private int take() {
        return stretch.take() instanceof Numbered work ? work.number : 0;
    }

    @Actor
    public void one(III_Result result) {
        result.r1 = take();
    }

    @Actor
    public void other(III_Result result) {
        result.r2 = take();
    }

    /** What is left; nothing comes after it. */
    @Arbiter
    public void rest(III_Result result) {
        int last = take();
        result.r3 = stretch.isTaken() && stretch.take() == null ? last : 0;
    }
}
