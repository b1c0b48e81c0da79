package io.trireme.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Who may call an endpoint. One without it is open to nobody as soon as there are tokens. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Allows {
    /** Any of these roles; {@link CallerRole#OPERATOR} may call everything and need not be named beside others. */
    CallerRole[] value();

    /** How a caller is kept to its queues, if it has a token for some of them only. */
    Queues queues() default Queues.OF_THE_PATH;

    /** Where an endpoint's queues come from. */
    enum Queues {
        /** The path names the queue, and the gate looks at it. Where it names none, such a caller is refused. */
        OF_THE_PATH,
        /** The method looks at each queue itself, with {@link Access}. */
        OF_THE_ANSWER
    }
}
