/**
 * One pool out of many workers: apply, map, imap and starmap, as Python's {@code multiprocessing.Pool} has them.
 *
 * <p>Start with {@link io.trireme.pool.Pool}. {@link io.trireme.pool.LocalPool} runs calls in this process,
 * {@link io.trireme.pool.ClusterPool} on the workers of a queue. The verbs are written once, over a
 * {@link io.trireme.pool.Crew}: {@link io.trireme.pool.Job} is what each of them submits.
 */
@NullMarked
package io.trireme.pool;

import org.jspecify.annotations.NullMarked;
