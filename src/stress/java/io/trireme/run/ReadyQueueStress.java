package io.trireme.run;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Two writers and two readers over the end of the ring: what was offered comes out once, and wholly made. */
@JCStressTest
@Outcome(id = "[012], [012], [012], 6", expect = Expect.ACCEPTABLE, desc = "Each came once, or is still there")
@Outcome(expect = Expect.FORBIDDEN, desc = "One was lost, came twice, or was seen half made")
@State
public class ReadyQueueStress {
    private final ReadyQueue queue = new ReadyQueue(2);

    public ReadyQueueStress() {
        queue.offer(new Numbered(0)); // so that the ring has gone round once for one of the slots
        queue.poll();
    }

    @Actor
    public void offersOne() {
        queue.offer(new Numbered(1));
    }

    @Actor
    public void offersAnother() {
        queue.offer(new Numbered(2));
    }

    @Actor
    public void polls(IIII_Result result) {
        result.r1 = number(queue.poll());
    }

    @Actor
    public void pollsToo(IIII_Result result) {
        result.r2 = number(queue.poll());
    }

    /** The rest, and 1 and 2 as bits 1 and 2, each of which came exactly once if they add up to 6. */
    @Arbiter
    public void rest(IIII_Result result) {
        result.r3 = number(queue.poll());
        result.r4 = bit(result.r1) + bit(result.r2) + bit(result.r3) + bit(number(queue.poll()));
    }

    private static int bit(int number) {
        return number == 0 ? 0 : 1 << number;
    }

    private static int number(@Nullable Ready one) {
        return one == null ? 0 : ((Numbered) one).number;
    }

    private static final class Numbered implements Work {
        private int number; // neither final nor volatile: the queue has to publish it

        private Numbered(int number) {
            this.number = number;
        }

        @Override
        public Work run() {
            return NONE;
        }
    }
}
