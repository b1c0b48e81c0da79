package io.trireme;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Beside {@link Handles}: one attempt at a time in the whole cluster, of all handlers that name the same. It is the shared lock
 * of that name ({@code SharedState.lock}), taken before the payload is read and given up when the handler has returned; the handler
 * may take it again. A process with the role {@code state} has to run.
 *
 * <pre>{@code
 * @Handles("ledger-entries")
 * @Exclusive("ledger")
 * void post(Entry entry, TaskContext task) {
 *     ledger.append(entry, task.fencingToken());   // refuses a token older than the newest it saw
 * }
 * }</pre>
 *
 * <p>While others have the lock an attempt waits for it, on its worker, for a second at most; then it gives the worker back and comes
 * again after two ({@link Snooze}, which counts as no attempt). So it does, and the log says why, while nobody answers for the
 * lock; that takes up to {@code trireme.state.timeout} of one worker a process. The wait counts towards the queue's {@code timeout}; a
 * cancel, a timeout and the end of the grace end it. Tasks get the lock in no certain order. What rests is parked, so
 * {@code retry.max-snooze}, {@code retry.parked-share} and {@code retry.overflow} hold for it as for any snooze.
 *
 * <p>An attempt whose lease ended while it ran counts as failed, whatever its handler returned: others may have run beside
 * it. That is what the fencing token is for.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Exclusive {
    /** The name of the lock: 1 to 1,000 bytes in UTF-8, no control characters. */
    String value();
}
