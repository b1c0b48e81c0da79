package io.trireme.schedule;

/**
 * What topics take: a record for one that does not exist, or a record that is too large, would end the transaction of a
 * producer, and with it hold up every timer behind.
 */
@FunctionalInterface
interface Targets {
    /** The topic, as far as is known. Never blocks for long. */
    Target of(String topic);

    /** What is known of a topic. */
    sealed interface Target {
        /** It takes records of so many bytes. */
        record Existing(int largest) implements Target {}

        /** There is none of that name. */
        record Missing() implements Target {}

        /** The brokers have not said so far whether there is one, or what it takes. */
        record Unknown(String why) implements Target {}

        /** Whether it exists and takes no record of so many bytes. */
        default boolean isBelow(int bytes) {
            return this instanceof Existing(int largest) && bytes > largest;
        }
    }
}
