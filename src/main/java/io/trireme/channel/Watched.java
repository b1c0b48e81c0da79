package io.trireme.channel;

import java.util.Optional;

/** A channel as the probes see it. Asked by any thread. */
interface Watched {
    /** The channel's name. */
    String channel();

    /** Why nothing flows through it any more, and what to do; empty while something may. */
    Optional<String> trouble();
}
