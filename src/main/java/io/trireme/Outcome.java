package io.trireme;

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

    /** The attempt no longer counts, since its partition was given up: nothing is written, the task stays unsettled. */
    record Abandoned() implements Outcome {}
}
