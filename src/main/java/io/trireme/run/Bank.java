package io.trireme.run;

import java.util.concurrent.locks.LockSupport;

/** How the workers of a {@link ThreadRunner} get their threads: the one difference between the two banks of threads. */
sealed interface Bank {
    /** Whether an idle worker is kept and woken again; else another takes its number. */
    boolean keepsWorkers();

    /** The name of the worker with this number. */
    String worker(int number);

    /** About how many threads of this kind could go on if there were processors for them; 0 where nobody knows. */
    long inLine();

    /** Makes {@code worker}, which is idle or new, run. Called by whoever found work waiting. */
    void wake(ThreadRunner.Worker worker);

    /**
     * Called by a worker's thread that found nothing to do, after it put itself among the idle.
     *
     * @return whether it was woken; false: the thread ends, and {@link #wake} starts another one
     */
    boolean rest(ThreadRunner.Worker worker);

    /**
     * A virtual thread costs less to start than to keep, and so does what belongs to it: ten thousand workers that rest
     * have left the processor's caches and lie in the old generation, and waking one costs more than the rest of a task.
     */
    record Virtual(String name) implements Bank {
        @Override
        public boolean keepsWorkers() {
            return false;
        }

        @Override
        public String worker(int number) {
            return "trireme-" + name + "-v" + number;
        }

        @Override
        public long inLine() {
            return Carriers.inLine();
        }

        @Override
        public void wake(ThreadRunner.Worker worker) {
            Thread.ofVirtual().name(worker.name()).start(worker);
        }

        @Override
        public boolean rest(ThreadRunner.Worker worker) {
            return false;
        }
    }

    /** A platform thread is started once and parked while idle. */
    record Platform(String name) implements Bank {
        @Override
        public boolean keepsWorkers() {
            return true;
        }

        @Override
        public String worker(int number) {
            return "trireme-" + name + "-" + number;
        }

        @Override
        public long inLine() {
            return 0;
        }

        @Override
        public void wake(ThreadRunner.Worker worker) {
            Thread thread = worker.thread();
            if (thread == null) {
                Thread.ofPlatform().daemon(true).name(worker.name()).start(worker);
            } else {
                worker.woken(true);
                LockSupport.unpark(thread);
            }
        }

        @Override
        public boolean rest(ThreadRunner.Worker worker) {
            while (!worker.woken()) {
                LockSupport.park(worker);
                // An interrupt that nobody is left to be meant by would turn park into a busy loop.
                Thread.interrupted();
            }
            return true;
        }
    }
}
