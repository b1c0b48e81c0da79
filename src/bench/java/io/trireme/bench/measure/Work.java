package io.trireme.bench.measure;

/** What an engine does with each task, and what that came to. Every engine calls the same. */
public interface Work {
    /** Throughput or latency, as the run is set up. */
    static Work of(Setup setup) {
        return setup.latency() ? new Latency(setup) : new Throughput(setup);
    }

    /** Works on one task. Any thread. */
    void handle(byte[] payload) throws InterruptedException;

    /** Waits until all tasks were worked on, beside the engine. Fails if it did not keep what it promises. */
    Result await() throws InterruptedException;
}
