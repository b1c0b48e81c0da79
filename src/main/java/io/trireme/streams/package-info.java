/** What the roles on Kafka Streams have in common: the shape of their store, where it lies, how their threads may die. */
@NullMarked
package io.trireme.streams;

import org.jspecify.annotations.NullMarked;
