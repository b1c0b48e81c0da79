/**
 * Examples: what a service that uses Trireme looks like, each in one file.
 *
 * <p>Start with {@link io.trireme.examples.Greetings}. {@code Arithmetic} has two task types in one queue and several
 * parameters, {@code Digest} computes and {@code Fetch} waits, {@code Orders} fails and is tried again, {@code Stopwatch}
 * is an interceptor, and {@code application.properties} beside them has the settings of their queues. All of them are
 * there in {@code trireme dev}.
 *
 * <p>The rest is {@code trireme demo}, which puts real work into two of them and measures: {@code Demo} and, in the order
 * of use, {@code DemoPlan}, {@code RegularFiles}, {@code Sample}, {@code Leg}, {@code Progress}, {@code Report},
 * {@code Mishaps}. This package is part of the service and not of the library.
 */
@NullMarked
package io.trireme.examples;

import org.jspecify.annotations.NullMarked;
