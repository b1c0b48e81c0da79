package io.trireme.process;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts {@link ProcessTree}s and knows which of them are over, so that what they left behind can be swept away.
 *
 * <p>Threading: any thread. Holds one text for each tree that lives.
 */
public final class ProcessTrees {
    private final String name;
    private final AtomicLong started = new AtomicLong();
    private final Set<String> living = ConcurrentHashMap.newKeySet();

    /** @param name in the mark of each tree; nobody else's on this machine, and not a part of any other's */
    public ProcessTrees(String name) {
        this.name = name + ".";
    }

    /**
     * Starts a process.
     *
     * @throws IOException when it cannot be started; the message says why
     */
    public ProcessTree start(ProcessBuilder builder) throws IOException {
        String mark = name + started.incrementAndGet();
        builder.environment().put(ProcessTree.MARK, mark);
        living.add(mark); // before it is there: see sweep()
        try {
            return new ProcessTree(builder.start(), mark, () -> living.remove(mark));
        } catch (IOException | RuntimeException failed) {
            living.remove(mark);
            throw failed;
        }
    }

    /**
     * Ends what trees that are over left behind. Looks at the processes first and then at what lives: a tree that begins
     * meanwhile is not seen, and one that is seen was put among the living before.
     *
     * @return how many processes
     */
    public int sweep() {
        return (int) MarkedProcesses.startingWith(ProcessTree.MARK, name)
                .filter(found -> !living.contains(found.mark()))
                .filter(found -> found.process().destroyForcibly())
                .count();
    }
}
