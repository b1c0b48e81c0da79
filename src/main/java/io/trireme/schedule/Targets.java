package io.trireme.schedule;

/** Which queues exist: a record for one that does not would hold up a producer, and with it every timer behind. */
@FunctionalInterface
interface Targets {
    /** Whether the queue's topic exists, as far as is known; never blocks for long. */
    boolean exist(String queue);
}
