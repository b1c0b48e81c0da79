package io.trireme;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a bean that runs once in each child process of the runner {@code process}, before its first task: to
 * load a model, say. It runs in no other process.
 *
 * <p>The method has no parameters and returns nothing. A class without a scope becomes a singleton by it. What it throws
 * keeps the child from starting. Of several methods the order is not known.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface InitializesChild {}
