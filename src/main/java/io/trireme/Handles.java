package io.trireme;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a bean that works on tasks of one type.
 *
 * <p>A class without a scope becomes a singleton by it. The method may be package-private, and inherited from a superclass
 * or an interface; interceptors on it run. Its parameters are the payload and, anywhere among them, at most one
 * {@link TaskContext}. One payload parameter takes the whole payload: {@code byte[]} gets it raw, {@code String} as
 * text, {@code JsonNode} as a tree, any other type is read from JSON, and {@code Optional<T>} is empty where the record
 * has no value or is a JSON null. Several payload parameters take the elements of a JSON array, in order; without any the
 * payload is not looked at.
 *
 * <p>Returning means done; the value returned is the result. A {@code Uni} or {@code CompletionStage} is awaited: the task is
 * done when it is completed; such a method is called on an event loop unless the queue's {@code runner} says otherwise, and may
 * not block. Throwing means that the task is tried again;
 * {@link TaskRejected} sends it to the dead letters at once.
 *
 * <p>Handlers are found when the application is built: a type bound twice within one queue and a method that cannot be
 * called fail the build. The method is called on the runner's threads, by several of them at once.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Handles {
    /** The task type, as in the {@code ce_type} header. */
    String value();

    /** The queue that holds tasks of this type; the type's own name unless given. */
    String queue() default "";
}
