package io.trireme.testing;

import java.util.Optional;

/** What an object does when one operation comes after another; states are values with equals and hashCode. */
public interface Model<S, I, O> {
    S initial();

    /** The state after the operation, or empty if it could not have this output; without output any is right. */
    Optional<S> step(S state, I input, Optional<O> output);
}
