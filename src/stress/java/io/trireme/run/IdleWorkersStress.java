package io.trireme.run;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** One thread takes two workers and puts the first back while another takes one: the case that the count is for. */
@JCStressTest
@Outcome(id = "[012], [012], 1", expect = Expect.ACCEPTABLE, desc = "Each worker is in one place")
@Outcome(expect = Expect.FORBIDDEN, desc = "A worker was given twice, or lost")
@State
public class IdleWorkersStress {
    private final IdleWorkers idle = new IdleWorkers(3);

    public IdleWorkersStress() {
        for (int worker = 0; worker < 3; worker++) {
            idle.push(idle.next(Integer.MAX_VALUE));
        }
    }

    @Actor
    public void takesTwoAndPutsOneBack(III_Result result) {
        int first = idle.pop();
        result.r1 = idle.pop();
        idle.push(first);
    }

    @Actor
    public void takesOne(III_Result result) {
        result.r2 = idle.pop();
    }

    /** What is left, and that it and what was taken are three different workers. */
    @Arbiter
    public void count(III_Result result) {
        int left = idle.pop();
        boolean whole = left != IdleWorkers.NONE
                && idle.pop() == IdleWorkers.NONE
                && (1 << result.r1 | 1 << result.r2 | 1 << left) == 0b111;
        result.r3 = whole ? 1 : 0;
    }
}
