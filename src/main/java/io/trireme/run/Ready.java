package io.trireme.run;

/** What waits in the {@link ReadyQueue}. */
sealed interface Ready permits Work, Stretch {}
