package io.trireme.consume;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZIJ_Result;

/** Attempts end while the poll thread takes more in: it never sees more room than there is, and in the end all of it. */
@JCStressTest
@Outcome(id = "true, 1, 5", expect = Expect.ACCEPTABLE, desc = "An ending was seen, and one record taken in")
@Outcome(id = "false, 0, 0", expect = Expect.ACCEPTABLE, desc = "None was seen yet")
@Outcome(expect = Expect.FORBIDDEN, desc = "Records or bytes do not add up")
@State
public class RoomStress {
    private final Room room = new Room(2, 1_000);
    private final Room.Share share = room.share();

    public RoomStress() {
        share.taken(300);
        share.taken(400);
    }

    @Actor
    public void one() {
        share.ended(300);
    }

    @Actor
    public void another() {
        share.ended(400);
    }

    @Actor
    public void pollThread(ZIJ_Result result) {
        result.r1 = room.hasRoom(5);
        if (result.r1) {
            share.taken(5);
        }
    }

    @Arbiter
    public void rest(ZIJ_Result result) {
        room.look();
        result.r2 = room.records();
        result.r3 = room.bytes();
    }
}
