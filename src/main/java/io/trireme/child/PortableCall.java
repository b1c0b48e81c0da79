package io.trireme.child;

import java.io.Serializable;

/** A function that can be called in another process with the same class path: it goes there with all that it captured. */
@FunctionalInterface
public interface PortableCall<A, R> extends Serializable {
    /** Called by one thread at a time in each process. */
    R call(A argument) throws Exception;
}
