package io.trireme.schedule;

import java.time.Instant;
import java.util.Optional;

/** When something is to happen again and again. */
@FunctionalInterface
interface Firings {
    /** The first time after {@code after}, a whole second; empty beyond the times that a calendar can tell. */
    Optional<Instant> next(Instant after);
}
