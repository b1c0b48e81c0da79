package io.trireme.streams;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A role in this process, from the start of the application to its end, whether the process has it or not. */
public final class RoleRun {
    private volatile @Nullable RoleEngine engine; // written at start, read by probes
    private @Nullable StoreDirectory directory; // of the thread that starts and stops

    /**
     * Starts it.
     *
     * @param store what is its own until it ends
     * @param making makes what does the work, with its files there
     */
    public void start(StoreDirectory store, Function<Path, RoleEngine> making) {
        directory = store;
        RoleEngine made = making.apply(store.path());
        engine = made;
        made.start();
    }

    /** Ends it, if it was started. */
    public void stop() {
        RoleEngine running = engine;
        if (running != null) {
            running.close();
        }
        if (directory != null) {
            directory.close();
        }
    }

    /**
     * What it is at. Any thread.
     *
     * @param wanted whether the process has the role
     */
    public Phase phase(boolean wanted) {
        RoleEngine running = engine;
        if (running != null) {
            return running.phase();
        }
        return wanted ? Phase.STARTING : Phase.OFF;
    }
}
