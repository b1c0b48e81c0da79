package io.trireme.consume;

import java.util.Map;

/** Has the handlers of a queue on the runner {@code process} called in processes of their own. For whoever starts the consumers. */
@FunctionalInterface
public interface Isolation {
    /**
     * The handlers of a queue by type, so that each is called in a child process of this one.
     *
     * @throws io.trireme.TriremeException when there can be no such process; the sentence says what to do
     */
    Map<String, Handler> isolate(String queue, Map<String, Handler> handlers);
}
