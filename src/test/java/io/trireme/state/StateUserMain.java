package io.trireme.state;

import io.trireme.TriremeException;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A process that uses one object of each kind, each by a thread of its own, as fast as it can for a while, and writes down what it
 * calls before and what came of it after each call, so that a kill loses nothing of the history; or so many sets of objects, with
 * a history each. Arguments: the brokers, the beginning of all names, the file, this process's name, for how many milliseconds
 * after it is sent a byte, and the number of sets, which ends the names and the files. Says {@link StateMain#READY} when it has
 * begun. The clock is the machine's, the same for all processes.
 */
public final class StateUserMain {
    static final int PERMITS = 2;
    static final int BOUND = 2;
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final Duration SHORT_WAIT = Duration.ofMillis(20);

    private final SharedState state;
    private final String prefix;
    private final OutputStream history;
    private final String process;

    private StateUserMain(SharedState state, String prefix, OutputStream history, String process) {
        this.state = state;
        this.prefix = prefix;
        this.history = history;
        this.process = process;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", arguments[0]));
        var histories = new ArrayList<OutputStream>();
        for (int set = 0; set < Integer.parseInt(arguments[5]); set++) { // there from now on, however soon it is killed
            histories.add(new FileOutputStream(arguments[2] + "-" + set, true));
        }
        System.out.println(StateMain.READY);
        if (System.in.read() >= 0) {
            use(kafka, histories, arguments);
        }
    }

    private static void use(KafkaSettings kafka, List<OutputStream> histories, String[] arguments)
            throws InterruptedException {
        long end = System.nanoTime()
                + Duration.ofMillis(Long.parseLong(arguments[4])).toNanos();
        try (var admin = new SharedAdmin(kafka);
                var state = States.client(kafka, admin, States.LEASE, TIMEOUT)) {
            var threads = new ArrayList<Thread>();
            for (int set = 0; set < histories.size(); set++) {
                var user = new StateUserMain(state, arguments[1] + "-" + set, histories.get(set), arguments[3]);
                threads.add(user.start(end, user::useLock));
                threads.add(user.start(end, user::useSemaphore));
                threads.add(user.start(end, user::useQueue));
                threads.add(user.start(end, user::useMap));
                threads.add(user.start(end, user::useCounter));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private interface Use {
        void once(Random random, String who) throws InterruptedException;
    }

    /** A session that has ended is followed by another one, which is somebody else. */
    private Thread start(long end, Use use) {
        return Thread.ofPlatform().start(() -> {
            int incarnation = 0;
            while (System.nanoTime() < end) {
                try {
                    use.once(ThreadLocalRandom.current(), process + "#" + incarnation);
                } catch (LeaseLost lost) {
                    incarnation++;
                } catch (TriremeException unanswered) {
                    return; // the outcome is not known, and what comes next must not depend on it
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        });
    }

    /** What one call came to, as the model of the object has it. */
    private interface Asking {
        String call() throws InterruptedException;
    }

    private void call(String object, String who, Verb verb, String value, long amount, Asking asking)
            throws InterruptedException {
        long called = System.nanoTime();
        write("call", called, object, who, verb, value, amount);
        String said;
        try {
            said = asking.call();
        } catch (LeaseLost lost) {
            write("said", called, System.nanoTime(), object, who, Outcome.LEASE_LOST, 0, "");
            throw lost;
        }
        write("said", called, System.nanoTime(), object, who, said);
    }

    private synchronized void write(Object... words) {
        var line = new StringBuilder();
        for (Object word : words) {
            line.append(word).append(' ');
        }
        try {
            history.write(line.append(".\n").toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static String said(boolean done, long amount, Object value) {
        return (done ? Outcome.DONE : Outcome.REFUSED) + " " + amount + " " + value;
    }

    private void useLock(Random random, String who) throws InterruptedException {
        SharedLock lock = state.plainLock(prefix + "-lock");
        boolean[] held = {false};
        call("lock", who, Verb.ACQUIRE, "-", 0, () -> {
            held[0] = random.nextBoolean() ? lock.tryLock() : lock.tryLock(SHORT_WAIT);
            return held[0] ? said(true, lock.token(), "") : Outcome.WITHDRAWN + " 0 ";
        });
        if (held[0]) {
            call("lock", who, Verb.RELEASE, "-", 0, () -> {
                lock.unlock();
                return said(true, 0, "");
            });
        }
    }

    private void useSemaphore(Random random, String who) throws InterruptedException {
        SharedSemaphore semaphore = state.boundedSemaphore(prefix + "-semaphore", PERMITS);
        boolean[] held = {false};
        call("semaphore", who, Verb.ACQUIRE, "-", 1, () -> {
            held[0] = semaphore.tryAcquire(SHORT_WAIT);
            return (held[0] ? Outcome.DONE : Outcome.WITHDRAWN) + " 0 ";
        });
        if (held[0]) {
            call("semaphore", who, Verb.RELEASE, "-", 1, () -> {
                semaphore.release();
                return said(true, 0, "");
            });
        }
    }

    private void useQueue(Random random, String who) throws InterruptedException {
        SharedQueue<String> queue = state.queue(prefix + "-queue", BOUND, String.class);
        String item = process + "-" + System.nanoTime();
        if (random.nextBoolean()) {
            call("queue", who, Verb.PUT, item, 0, () -> said(queue.offer(item), 0, ""));
        } else {
            call("queue", who, Verb.TAKE, "-", 0, () -> {
                String taken = queue.poll();
                return said(taken != null, 0, taken == null ? "" : taken);
            });
        }
    }

    private void useMap(Random random, String who) throws InterruptedException {
        SharedMap<String, String> map = state.map(prefix + "-map", String.class, String.class);
        String value = process + "-" + System.nanoTime();
        switch (random.nextInt(4)) {
            case 0 -> call("map", who, Verb.PUT, value, 0, () -> known(map.put("k", value)));
            case 1 -> call("map", who, Verb.PUT_IF_ABSENT, value, 0, () -> known(map.putIfAbsent("k", value)));
            case 2 -> call("map", who, Verb.REMOVE, "-", 0, () -> known(map.remove("k")));
            default -> call("map", who, Verb.GET, "-", 0, () -> known(map.get("k")));
        }
    }

    private static String known(String before) {
        return said(true, 0, before == null ? "" : before);
    }

    private void useCounter(Random random, String who) throws InterruptedException {
        SharedCounter counter = state.counter(prefix + "-counter");
        if (random.nextInt(3) > 0) {
            call("counter", who, Verb.ADD, "-", 7, () -> said(true, counter.addAndGet(7), ""));
        } else {
            call("counter", who, Verb.GET, "-", 0, () -> said(true, counter.get(), ""));
        }
    }
}
