package io.trireme.state;

import io.trireme.Snooze;
import io.trireme.consume.Exclusion;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A party of the tutorial's programs, in a process of its own. Arguments: the brokers, and which of the parties it is, 0 or 1. Each line of
 * its input is a program, and the name that its objects begin with; it says {@code done} and the program, or {@code failed} and why.
 */
public final class TutorialMain {
    static final Duration MOMENT = Duration.ofMillis(50);
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Items of each producer. */
    static final int EACH = 10;

    private final SharedState state;
    private final SharedState mortal;
    private final int party;

    /** @param mortal for programs whose party is stopped or killed, and has to be found out soon */
    private TutorialMain(SharedState state, SharedState mortal, int party) {
        this.state = state;
        this.mortal = mortal;
        this.party = party;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", arguments[0]));
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var admin = new SharedAdmin(kafka);
                var state = States.client(kafka, admin, States.LASTING, PATIENCE);
                var mortal = States.client(kafka, admin, States.LEASE, PATIENCE)) {
            var main = new TutorialMain(state, mortal, Integer.parseInt(arguments[1]));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                try {
                    main.run(words[0], words[1]);
                    System.out.println("done " + words[0]);
                } catch (Exception | AssertionError failure) {
                    System.out.println("failed " + words[0] + ": " + failure);
                }
            }
        }
    }

    private void run(String program, String name) throws Exception {
        switch (program) {
            case "T2" -> inThreads(10, i -> countUp(name));
            case "T3" -> locksTwice(name);
            case "T4" -> inThreads(5, i -> waitsForEvent(name));
            case "T5" -> waitsForCondition(name);
            case "T6" -> queues(name);
            case "T7" -> putsAndTakes(name);
            case "S2" -> sharesMemory(name);
            case "S3" -> sharesCollections(name);
            case "S4" -> sharesTheRest(name);
            case "turns" -> {
                var locks = new ExclusiveLocks(state);
                inThreads(5, i -> takesTurns(locks, name));
            }
            case "dies" -> mortal.barrier(name, 3).await();
            case "lock" -> mortal.lock(name).lock();
            case "unlock" -> mortal.lock(name).unlock();
            case "count" -> mortal.counter(name).incrementAndGet();
            default -> throw new IllegalArgumentException(program);
        }
    }

    interface Work {
        void run(int number) throws Exception;
    }

    static void inThreads(int count, Work work) throws Exception {
        var threads = new ArrayList<Thread>();
        var failures = new ArrayList<Exception>();
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    work.run(number);
                } catch (Exception failure) {
                    synchronized (failures) {
                        failures.add(failure);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Exception failure : failures) {
            throw failure;
        }
    }

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }

    private SharedList<String> lines(String name) {
        return state.list(name + "-lines", String.class);
    }

    /** Reads and sets: without the lock two threads would count to the same number. */
    private void countUp(String name) {
        SharedLock lock = state.lock(name);
        lock.lock();
        try {
            lock.lock();
            SharedValue<Integer> number = state.value(name + "-number", Integer.class);
            int next = number.get().orElse(0) + 1;
            number.set(next);
            lines(name).add(Integer.toString(next));
            lock.unlock();
        } finally {
            lock.unlock();
        }
    }

    private void locksTwice(String name) throws Exception {
        SharedLock lock = state.lock(name);
        SharedEvent once = state.event(name + "-once");
        SharedEvent seen = state.event(name + "-seen");
        SharedEvent twice = state.event(name + "-twice");
        if (party == 0) {
            SharedLock plain = state.plainLock(name + "-plain");
            plain.lock();
            check(!plain.tryLock(MOMENT), "a plain lock waits for itself");
            lock.lock();
            check(lock.tryLock(MOMENT), "a re-entrant one does not");
            lock.unlock();
            once.set();
            check(seen.await(PATIENCE), "the other one looked");
            lock.unlock();
            plain.unlock();
            twice.set();
        } else {
            check(once.await(PATIENCE), "it was released once");
            check(!lock.tryLock(MOMENT), "released once it is still held");
            seen.set();
            check(twice.await(PATIENCE), "it was released twice");
            check(
                    lock.tryLock() && state.plainLock(name + "-plain").tryLock(),
                    "released as often as taken it is free");
            state.plainLock(name + "-plain").unlock();
            lock.unlock();
        }
    }

    private void waitsForEvent(String name) throws Exception {
        lines(name).add("start");
        check(state.event(name).await(PATIENCE), "it is set");
        lines(name).add("execute");
    }

    private void waitsForCondition(String name) throws Exception {
        SharedLock lock = state.lock(name);
        lock.lock();
        try {
            check(!lock.newCondition("nobody").await(MOMENT.toMillis(), TimeUnit.MILLISECONDS), "a wait may time out");
            lines(name).add("waits");
            lock.newCondition("produced").await();
            lines(name).add("consumed");
        } finally {
            lock.unlock();
        }
    }

    private void queues(String name) throws Exception {
        SharedQueue<Integer> queue = state.queue(name, 2, Integer.class);
        if (party == 0) {
            check(queue.isEmpty() && queue.offer(1) && queue.offer(2), "there is room for two");
            check(!queue.offer(3), "a full one refuses");
            check(queue.remainingCapacity() == 0 && queue.size() == 2, "it is full");
            check(!queue.offer(3, MOMENT.toMillis(), TimeUnit.MILLISECONDS), "and times out");
            state.event(name + "-full").set();
            queue.put(3); // waits until the other one has taken
            check(queue.join(PATIENCE), "all is done");
            check(queue.isEmpty(), "and nothing left");
        } else {
            check(state.event(name + "-full").await(PATIENCE), "it was full");
            for (int item = 1; item <= 3; item++) {
                Integer taken = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                check(taken != null && taken == item, item + " came, not " + taken);
                check(!queue.join(MOMENT), "not all is done");
                queue.taskDone();
            }
            check(queue.poll(MOMENT).isEmpty(), "an empty one lets wait");
        }
    }

    private void putsAndTakes(String name) throws Exception {
        SharedQueue<Integer> queue = state.queue(name, 10, Integer.class);
        SharedList<Integer> taken = state.list(name + "-taken", Integer.class);
        SharedCounter left = state.counter(name + "-left");
        inThreads(11, thread -> {
            if (thread < 6) {
                for (int item = 0; item < EACH; item++) {
                    queue.put((party * 6 + thread) * EACH + item);
                }
            } else {
                while (left.decrementAndGet() >= 0) {
                    taken.add(queue.take());
                    queue.taskDone();
                }
            }
        });
    }

    private void sharesMemory(String name) throws Exception {
        SharedValue<Double> number = state.value(name, Double.class);
        SharedList<Integer> numbers = state.array(name + "-array", 11, Integer.class);
        if (party == 0) {
            number.set(0.0);
            for (int i = 0; i < numbers.size(); i++) {
                numbers.set(i, i);
            }
            state.event(name + "-ready").set();
        } else {
            check(state.event(name + "-ready").await(PATIENCE), "there is something to change");
            number.set(3.1415927);
            numbers.replaceAll(i -> -i);
        }
    }

    private void sharesCollections(String name) throws Exception {
        SharedList<Integer> list = state.list(name + "-list", Integer.class);
        if (party == 0) {
            list.addAll(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
            state.event(name + "-ready").set();
        } else {
            check(state.event(name + "-ready").await(PATIENCE), "there is something to change");
            SharedMap<Object, Object> map = state.map(name, Object.class, Object.class);
            map.put(1, "1");
            map.put("2", 2);
            map.put(0.25, List.of());
            List<Integer> before = list.snapshot();
            for (int i = 0; i < before.size(); i++) {
                list.set(i, before.get(before.size() - 1 - i));
            }
        }
    }

    /** As attempts of an exclusive handler do; each comes again when it is put off. */
    private void takesTurns(ExclusiveLocks locks, String name) throws Exception {
        SharedCounter inside = state.counter(name + "-inside");
        SharedList<Long> tokens = state.list(name + "-tokens", Long.class);
        for (int made = 0; made < 3; ) {
            try (Exclusion.Hold turn = locks.enter(name)) {
                check(inside.incrementAndGet() == 1, "one at a time");
                tokens.add(turn.token());
                inside.decrementAndGet();
                turn.end();
                made++;
            } catch (Snooze later) {
                check(inside.get() <= 1, "one at a time");
            }
        }
    }

    private void sharesTheRest(String name) throws Exception {
        SharedSemaphore semaphore = state.semaphore(name + "-semaphore", 1);
        SharedSemaphore bounded = state.boundedSemaphore(name + "-bounded", 1);
        SharedCounter inside = state.counter(name + "-inside");
        for (int i = 0; i < 5; i++) {
            semaphore.acquire();
            bounded.acquire();
            check(inside.incrementAndGet() == 1, "one at a time");
            inside.decrementAndGet();
            bounded.release();
            semaphore.release();
        }
        state.namespace(name).put("party-" + party, List.of(party, "here"));
        state.barrier(name + "-barrier", 3).await(PATIENCE);
    }
}
