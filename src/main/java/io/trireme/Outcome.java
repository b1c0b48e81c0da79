package io.trireme;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How one attempt of a task ended. Closed: what settles a task has to answer for each of these. */
public sealed interface Outcome {
    /** The handler returned; {@code result} is what it returned, null for none. */
    record Done(@Nullable Object result) implements Outcome {
        private static final Done NOTHING = new Done(null);

        /** Done with {@code result}; shares one object for the many handlers that return nothing. */
        public static Done with(@Nullable Object result) {
            return result == null ? NOTHING : new Done(result);
        }
    }

    /** The attempt failed and another one may do better. */
    record Retry(Throwable cause) implements Outcome {
        public Retry {
            Objects.requireNonNull(cause, "cause");
        }
    }

    /** No attempt will do better: the task goes to the dead letters. */
    record Dead(Fault reason, Throwable cause) implements Outcome {
        public Dead {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(cause, "cause");
        }
    }

    /** The task's time has not come: it is run again after the pause, and the attempt does not count as one. */
    record Snoozed(Duration pause) implements Outcome {
        public Snoozed {
            if (!pause.isPositive()) {
                throw new IllegalArgumentException("a pause of " + pause);
            }
        }
    }

    /** The task's time was over before the attempt began. */
    record Expired(Instant at) implements Outcome {}

    /** The task was revoked: it did not begin, or it was asked to stop and its handler has returned. */
    record Cancelled() implements Outcome {}

    /** The attempt no longer counts, since its partition was given up: nothing is written, the task stays unsettled. */
    record Abandoned() implements Outcome {}
}
