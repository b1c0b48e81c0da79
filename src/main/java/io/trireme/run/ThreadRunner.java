package io.trireme.run;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The bank of threads: workers that take from one {@link ReadyQueue} for as long as it holds something.
 *
 * <p>Workers are woken one at a time. The one that was woken <em>searches</em>; when it has found work and more is
 * waiting, it wakes the next. So work that ends at once is done by the few workers that are awake, and work that waits
 * spreads over as many as it needs, with no setting to tell the two apart.
 *
 * <p>No work is left waiting beside an idle worker. Who offers calls {@link #signal()} afterwards. If that wakes
 * somebody, fine. If it finds a searcher, the searcher has still to look: it either finds something, and wakes the next
 * when more is there; or it ends its search, joins the idle, and only then looks once more. If it finds nobody idle, then
 * each worker has still to look before it rests, and should that look have found this search under way, it is made again.
 *
 * <p>Threading: any thread may call. On failure: work throws nothing; when no thread can be started the work waits.
 */
final class ThreadRunner implements Runner {
    private static final Logger LOG = Logger.getLogger(ThreadRunner.class);

    /** Tasks of one lane that a worker does in a row while other lanes wait. */
    private static final int TURNS = 32;

    private final Bank bank;
    private final ReadyQueue ready;
    private final AtomicBoolean searching = new AtomicBoolean();
    private final AtomicLong wakes = new AtomicLong(); // written by who has begun a search, so by one at a time
    private final IdleWorkers idle;
    private final AtomicReferenceArray<Worker> workers; // by number; set by who wakes, read by all
    private final WorkerLimit limit;
    private volatile boolean closed; // written by close(), read by the workers

    ThreadRunner(Bank bank, int concurrency, int capacity) {
        this.bank = bank;
        this.ready = new ReadyQueue(capacity);
        int most = Math.max(concurrency, MOST_AT_RUN_TIME);
        this.idle = new IdleWorkers(most);
        this.workers = new AtomicReferenceArray<>(most);
        this.limit = new WorkerLimit(idle, most, concurrency);
    }

    @Override
    public boolean offer(Work work) {
        return ready.offer(work);
    }

    @Override
    public boolean offerAll(Work[] works) {
        return ready.offer(works.length == 1 ? works[0] : new Stretch(works));
    }

    @Override
    public void signal() {
        // Again, should a worker have joined the idle, or the limit been raised, meanwhile: both found this search.
        do {
            if (searching.get() || !searching.compareAndSet(false, true)) {
                return;
            }
            Worker worker = idleOrNew();
            if (worker != null) {
                wake(worker);
                return;
            }
            searching.set(false);
        } while (!ready.isEmpty() && (!idle.isEmpty() || idle.made() < limit.limit()));
    }

    @Override
    public boolean hasReady() {
        return !ready.isEmpty();
    }

    @Override
    public boolean isCrowded() {
        return ready.size() + bank.inLine() > CROWD;
    }

    private @Nullable Worker idleOrNew() {
        int number = limit.popIdle();
        if (number == IdleWorkers.NONE) {
            number = idle.next(limit.limit());
            return number == IdleWorkers.NONE ? null : make(number);
        }
        return bank.keepsWorkers() ? workers.get(number) : make(number);
    }

    private Worker make(int number) {
        var worker = new Worker(number, bank.worker(number));
        workers.set(number, worker); // before it begins anything: see runs()
        return worker;
    }

    private void wake(Worker worker) {
        wakes.lazySet(wakes.get() + 1);
        try {
            bank.wake(worker);
        } catch (OutOfMemoryError noThread) { // what Thread.start throws at the system's limit of threads
            LOG.errorf("Worker %s could not be started (%s). Lower its queue's concurrency.", worker.name, noThread);
            idle.push(worker.number);
            searching.set(false);
        }
    }

    @Override
    public long wakes() {
        return wakes.get();
    }

    @Override
    public boolean runs(Predicate<Work> which) {
        return made().map(worker -> worker.current.work()).anyMatch(work -> work != null && which.test(work));
    }

    @Override
    public int interrupt(Predicate<Work> which) {
        return (int) made().filter(worker -> worker.interrupt(which)).count();
    }

    @Override
    public List<WorkerView> workers(int limit) {
        return made().map(worker -> WorkerView.of(worker.name, worker.current.work(), worker.thread))
                .sorted(Comparator.comparing(WorkerView::state).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public int busy() {
        return (int) made().filter(worker -> worker.current.work() != null).count();
    }

    @Override
    public void limit(int concurrency) {
        limit.set(concurrency);
        signal(); // what waited for the old limit
    }

    @Override
    public int limit() {
        return limit.limit();
    }

    /** The last worker of each number. One that is just being made is not among them: it has begun nothing. */
    private Stream<Worker> made() {
        return IntStream.range(0, idle.made()).mapToObj(workers::get).filter(Objects::nonNull);
    }

    @Override
    public void close() {
        closed = true;
        limit.end();
        for (int number = idle.pop(); number != IdleWorkers.NONE; number = idle.pop()) {
            Worker worker = workers.get(number);
            if (bank.keepsWorkers() && worker.thread != null) {
                bank.wake(worker);
            }
        }
    }

    /** One worker: at most one thread at a time, and the work that it runs. */
    final class Worker implements Runnable {
        private final int number;
        private final String name;
        private final CurrentWork current = new CurrentWork();
        private volatile @Nullable Thread thread; // written by itself, at its start and before it ends for another
        private volatile boolean woken; // set by who wakes it, cleared by itself before it joins the idle

        private Worker(int number, String name) {
            this.number = number;
            this.name = name;
        }

        String name() {
            return name;
        }

        @Nullable
        Thread thread() {
            return thread;
        }

        boolean woken() {
            return woken;
        }

        void woken(boolean now) {
            woken = now;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            boolean searches = true;
            while (true) {
                Ready found = limit.allows(number) ? ready.poll() : null;
                if (found != null) {
                    Stretch stretch = found instanceof Stretch several ? several : null;
                    Work work = stretch == null ? (Work) found : stretch.take();
                    if (work == null) {
                        continue; // others have taken all of the stretch
                    }
                    if (stretch != null) {
                        share(stretch);
                    }
                    if (searches) {
                        searches = false;
                        searching.set(false);
                        if (!ready.isEmpty()) {
                            signal();
                        }
                    }
                    while (work != null) {
                        if (!runLane(work)) {
                            thread = null; // whoever takes this worker next starts another one
                            leave(); // and what is left of a stretch is in the queue
                            return;
                        }
                        work = stretch == null || !limit.allows(number) ? null : stretch.take();
                    }
                    continue;
                }
                if (searches) {
                    searching.set(false);
                }
                if (closed) {
                    return;
                }
                leave();
                if (closed || !bank.rest(this)) {
                    return;
                }
                searches = true;
            }
        }

        /** Joins the idle. From here on others may wake the worker, on another thread: touch nothing of its own. */
        private void leave() {
            woken = false;
            idle.push(number);
            if (!ready.isEmpty()) {
                signal();
            }
        }

        /**
         * Puts back what is left of a stretch, for others to find. That is an offer like any other, so somebody has to be
         * told; but hardly ever by this worker, since a call each time would keep everybody awake. With something else in
         * the queue no call is needed: that was told of, so a worker searches or none is idle, and who takes it out finds
         * the queue not empty and goes on from there. Only where the stretch may be all there is, others may have looked
         * and rested while it was out.
         */
        private void share(Stretch stretch) {
            if (!stretch.isTaken() && ready.offer(stretch) && ready.holdsAtMost(1)) {
                signal();
            }
        }

        /** Whether this thread goes on afterwards. */
        private boolean runLane(Work first) {
            Work work = first;
            current.begin(first);
            for (int turn = 1; ; turn++) {
                Work next = work.run();
                boolean yields = !(next instanceof Work.End)
                        && (turn >= TURNS && !ready.isEmpty() || !limit.allows(number))
                        && ready.offer(next); // behind the others
                Work then = yields || next == Work.LAST ? Work.NONE : next;
                current.goOn(work, then);
                Thread.interrupted(); // a flag that the handler left behind is not the next task's
                if (then == Work.NONE) {
                    if (yields) {
                        signal();
                    }
                    return next != Work.LAST;
                }
                work = then;
            }
        }

        private boolean interrupt(Predicate<Work> which) {
            return current.interrupt(which, () -> {
                Thread owner = thread; // the one that runs the work, which cannot end meanwhile
                if (owner != null) {
                    owner.interrupt();
                }
            });
        }
    }
}
