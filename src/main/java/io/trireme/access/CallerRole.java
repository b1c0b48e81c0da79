package io.trireme.access;

import java.util.Locale;

/** What a caller may do. A token has one or more of them; who operates may do everything. */
public enum CallerRole {
    /** Looks at queues, dead letters, timers, shared objects, tasks and their results. */
    VIEWER,
    /** Publishes tasks, and asks what became of one by its id. */
    PUBLISHER,
    /** Gives orders. */
    OPERATOR;

    /** As the file of tokens and the command line have it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
