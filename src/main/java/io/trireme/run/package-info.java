/**
 * The banks of oars: where attempts run.
 *
 * <p>Start with {@link io.trireme.run.Runner}; {@link io.trireme.run.ThreadRunner} is the bank of threads, platform and
 * virtual.
 */
@NullMarked
package io.trireme.run;

import org.jspecify.annotations.NullMarked;
