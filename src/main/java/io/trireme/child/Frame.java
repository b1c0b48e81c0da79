package io.trireme.child;

import io.trireme.Fault;
import io.trireme.result.CarriedResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a process and its child tell each other. */
sealed interface Frame {
    /** To the child, first: where it is to connect, for which queue, how long a frame may be, and the settings that it starts with. */
    record Setup(int version, String socket, String queue, int longest, Map<String, String> settings)
            implements Frame {}

    /** To the child: this attempt is to stop. */
    record Cancel(long number) implements Frame {}

    /** To the child: nobody wants the outcome of this attempt any more. */
    record Abandon(long number) implements Frame {}

    /** To the child: an attempt; numbers grow. */
    record Work(long number, CarriedTask task) implements Frame {}

    /** From the child, first: it is ready. */
    record Hello(int version) implements Frame {}

    /** From the child: it could not start. */
    record Refused(Throwable why) implements Frame {}

    /** From the child: how far the handler is. */
    record Progress(long done, long total, String note) implements Frame {}

    /** From the child, before it answers: what its meters counted since it last told. */
    record Meters(List<Measured> all) implements Frame {}

    /** From the child: the attempt has ended. */
    sealed interface Answer extends Frame {}

    /** The handler returned nothing. */
    record Nothing() implements Answer {}

    /** The handler returned something. */
    record Done(CarriedResult result) implements Answer {}

    /** The handler threw. */
    record Failed(Throwable thrown) implements Answer {}

    /** The handler will not do this task. */
    record Rejected(Throwable thrown) implements Answer {}

    /** A fault of the catalogue. */
    record Faulted(Fault fault, Throwable thrown) implements Answer {}

    /** Not yet. */
    record Snoozed(Duration pause) implements Answer {}
}
