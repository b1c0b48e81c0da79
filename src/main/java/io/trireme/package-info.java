/**
 * What a user of Trireme imports on the first day.
 *
 * <p>Start with {@link io.trireme.Handles} (a method that works on tasks), {@link io.trireme.Task} and
 * {@link io.trireme.Publisher} (putting tasks in), and {@link io.trireme.TriremeConfig} (every setting). This package
 * uses no other package of Trireme; all others use it.
 */
@NullMarked
package io.trireme;

import org.jspecify.annotations.NullMarked;
