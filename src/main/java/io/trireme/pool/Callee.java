package io.trireme.pool;

import io.trireme.child.ChildCalls;
import io.trireme.child.PortableCall;
import java.util.OptionalInt;

/**
 * What the workers of a local pool call.
 *
 * @param call for each argument
 * @param initializer first in each worker's thread
 * @param maxTasks calls after which that ends
 * @param end when the pool is closed and nothing runs any more
 */
record Callee<A, R>(PortableCall<A, R> call, Runnable initializer, OptionalInt maxTasks, Runnable end) {
    /** The same in processes, of which each thread of the pool has one at a time: what is first, and the most calls, are theirs. */
    static <A, R> Callee<A, R> inProcesses(
            String name, LocalPool.Call<A, R> call, LocalPool.Initializer initializer, ChildCalls.Limits limits) {
        ChildCalls<A, R> children = ChildCalls.of(name, call, initializer, limits);
        return new Callee<>(children::call, () -> {}, OptionalInt.empty(), children::close);
    }
}
