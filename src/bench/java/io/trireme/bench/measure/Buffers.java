package io.trireme.bench.measure;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The parser's buffers: of its own for each platform thread, as the parser has it by default; shared by the virtual ones,
 * which are too many and too short-lived for that. A shared queue of buffers, which the parser offers too, took a quarter
 * of the processors' time as soon as two threads parsed at once, and so measured the handler in place of the engine.
 *
 * <p>Any thread. Nobody waits in a parse, so hardly more buffers are out than there are processors, and two threads seldom
 * want one place at once; who finds it empty makes a buffer.
 */
final class Buffers implements RecyclerPool<BufferRecycler> {
    private static final long serialVersionUID = 1;
    private static final int PLACES = 64;
    private static final int APART = 16; // a place to a cache line

    private final transient ThreadLocal<BufferRecycler> own = ThreadLocal.withInitial(BufferRecycler::new);
    private final transient AtomicReferenceArray<BufferRecycler> shared = new AtomicReferenceArray<>(PLACES * APART);

    private static int place() {
        return (int) (Thread.currentThread().threadId() % PLACES) * APART;
    }

    /** What is linked comes back by {@link #releasePooled}, which unlinks it; a platform thread's stays where it is. */
    @Override
    public BufferRecycler acquireAndLinkPooled() {
        BufferRecycler buffers = acquirePooled();
        return Thread.currentThread().isVirtual() ? buffers.withPool(this) : buffers;
    }

    @Override
    public BufferRecycler acquirePooled() {
        if (!Thread.currentThread().isVirtual()) {
            return own.get();
        }
        BufferRecycler buffers = shared.getAndSet(place(), null);
        return buffers == null ? new BufferRecycler() : buffers;
    }

    @Override
    public void releasePooled(BufferRecycler buffers) {
        shared.lazySet(place(), buffers);
    }

    @Override
    public boolean clear() {
        return false;
    }

    @Override
    public int pooledCount() {
        return -1;
    }
}
