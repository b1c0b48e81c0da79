package io.trireme.examples;

import io.trireme.Handles;
import io.trireme.TaskRejected;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Two task types in one queue, so a task has to say which it is, and several parameters, which take the elements of an
 * array.
 *
 * <pre>{@code
 * curl -d '[19, 23]' 'http://127.0.0.1:8080/api/queues/arithmetic/tasks?type=add'
 * }</pre>
 */
@ApplicationScoped
class Arithmetic {
    @Handles(value = "add", queue = "arithmetic")
    long add(long left, long right) {
        return Math.addExact(left, right);
    }

    /** No later attempt would do better with a divisor of 0: the task goes to {@code arithmetic.dead} at once. */
    @Handles(value = "divide", queue = "arithmetic")
    long divide(long dividend, long divisor) {
        if (divisor == 0) {
            throw new TaskRejected(dividend + " cannot be divided by 0");
        }
        return dividend / divisor;
    }
}
