package io.trireme.bench;

import io.trireme.bench.measure.Setup;
import io.trireme.bench.measure.Work;

/** One way to work on a topic. */
@FunctionalInterface
interface Engine {
    /** Begins to work on the topic of {@code setup}; what it returns ends it. */
    AutoCloseable start(Setup setup, Work work) throws Exception;
}
