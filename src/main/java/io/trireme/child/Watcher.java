package io.trireme.child;

import io.trireme.TaskContext;

/** Who waits for an attempt in a child: hears how far it is, and knows whether it is still wanted. Asked by the attempt's thread. */
interface Watcher {
    /** Of a call that nobody looks at. */
    Watcher NONE = new Watcher() {
        @Override
        public void progress(long done, long total, String note) {
            // nobody listens
        }

        @Override
        public boolean abandoned() {
            return false;
        }
    };

    /** Of an attempt of the engine's. */
    static Watcher of(TaskContext task) {
        return new Watcher() {
            @Override
            public void progress(long done, long total, String note) {
                task.progress(done, total, note);
            }

            @Override
            public boolean abandoned() {
                return task.abandoned();
            }
        };
    }

    void progress(long done, long total, String note);

    /** Whether nobody wants the outcome any more. */
    boolean abandoned();
}
