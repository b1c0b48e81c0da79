package io.trireme.schedule;

import java.util.OptionalInt;

/**
 * What topics take: a record for one that does not exist, or a record that is too large, would end the transaction of a
 * producer, and with it hold up every timer behind.
 */
@FunctionalInterface
interface Targets {
    /** The bytes of the largest record that the topic takes, as far as is known; empty if it does not exist. Never blocks for long. */
    OptionalInt largest(String topic);
}
