package io.trireme.run;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** An interrupt is delivered before the worker goes on, or not at all: never to the work that comes next. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Delivered while the work ran")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "The work had ended")
@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "Delivered to the work after it")
@Outcome(id = "false, true", expect = Expect.FORBIDDEN, desc = "Delivered and denied")
@State
public class CurrentWorkStress {
    private final Work meant = work();
    private final Work next = work();
    private final CurrentWork current = new CurrentWork();
    private int interrupts; // plain: who goes on has to see it

    public CurrentWorkStress() {
        current.begin(meant);
    }

    @Actor
    public void worker(ZZ_Result result) {
        current.goOn(meant, next);
        result.r2 = interrupts == 1;
    }

    @Actor
    public void interrupter(ZZ_Result result) {
        result.r1 = current.interrupt(work -> work == meant, () -> interrupts++);
    }

    private static Work work() {
        return new Work() {
            @Override
            public Work run() {
                return NONE;
            }
        };
    }
}
