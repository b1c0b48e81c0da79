package io.trireme.consume;

import io.trireme.run.Work;
import org.apache.kafka.common.TopicPartition;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The end of a lane: either the worker goes on with what was appended, or the poll thread is told to begin a new lane. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Appended, and the worker goes on with it")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "The lane had ended; the poll thread begins another")
@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "Appended, and nobody runs it")
@Outcome(id = "false, true", expect = Expect.FORBIDDEN, desc = "Run by both")
@State
public class LaneEndStress {
    private final Attempt last = attempt(0);
    private final Attempt follower = attempt(1);

    @Actor
    public void pollThread(ZZ_Result result) {
        result.r1 = last.append(follower);
    }

    @Actor
    public void worker(ZZ_Result result) {
        Work next = last.follower();
        result.r2 = next == follower;
    }

    private static Attempt attempt(long offset) {
        var epoch = new Epoch(new TopicPartition("q", 0), 1, CompletedAhead.none(), new Room(10, 1_000).share());
        return new Attempt(null, null, epoch, new Batch(new long[] {offset}, 0), 0, 7, 1, 1);
    }
}
