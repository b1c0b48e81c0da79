package io.trireme.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps so many processes running: starts one again that ended, after a pause and so many times; when told to stop, or when
 * a process has ended too often, has them end one after another.
 *
 * <p>Each holds the other end of a pipe to this process (see {@link Lifeline}), so that it ends when this one is gone.
 *
 * <p>Threading: {@link #run} belongs to one thread, which starts and ends processes; any thread may {@link #stop} it and
 * look at the members.
 */
public final class Supervisor {
    /** Beyond every grace period: what has not ended by then hangs. */
    private static final Duration LONGEST_END = Duration.ofMinutes(10);

    private final List<Member> members;
    private final Start start;
    private final IntSupplier ports;
    private final Consumer<String> tell;
    private final DelayQueue<Event> events = new DelayQueue<>();

    /** How a process is started. */
    @FunctionalInterface
    public interface Start {
        /**
         * The command, with its standard input left as a pipe.
         *
         * @param port where its management is to listen, on loopback
         */
        ProcessBuilder command(int port);
    }

    private enum What {
        START,
        ENDED,
        STOP
    }

    /** Something to be done at a time, in nanoTime. */
    private record Event(What what, int member, long at) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.signum(at - ((Event) other).at);
        }
    }

    /**
     * @param processes how many
     * @param restarts of one of them within five minutes; one more and all stops
     * @param ports gives free ports
     * @param tell takes a sentence on what happened, for people
     */
    public Supervisor(int processes, int restarts, Start start, IntSupplier ports, Consumer<String> tell) {
        this.members = IntStream.rangeClosed(1, processes)
                .mapToObj(number -> new Member(number, new RestartBudget(restarts)))
                .toList();
        this.start = start;
        this.ports = ports;
        this.tell = tell;
    }

    List<Member> members() {
        return members;
    }

    /** Asks to stop, without waiting. */
    public void stop() {
        post(What.STOP, 0, Duration.ZERO);
    }

    /**
     * Starts the processes and keeps them running until it is told to stop.
     *
     * @return the exit code: 0 when it was told to, 1 when a process ended too often
     */
    public int run() throws InterruptedException {
        members.forEach(member -> post(What.START, member.number(), Duration.ZERO));
        try {
            while (true) {
                Event event = events.take();
                switch (event.what()) {
                    case START -> begin(member(event));
                    case ENDED -> {
                        if (!restart(member(event))) {
                            return 1;
                        }
                    }
                    case STOP -> {
                        return 0;
                    }
                }
            }
        } finally {
            members.forEach(this::end);
        }
    }

    private void tell(String sentence, @Nullable Object... facts) {
        tell.accept(sentence.formatted(facts));
    }

    private Member member(Event event) {
        return members.get(event.member() - 1);
    }

    private void post(What what, int member, Duration in) {
        events.add(new Event(what, member, System.nanoTime() + in.toNanos()));
    }

    private void begin(Member member) {
        int port = ports.getAsInt();
        try {
            Process process = start.command(port).start();
            member.started(new Member.Running(process, port, System.nanoTime()));
            process.onExit().thenRun(() -> post(What.ENDED, member.number(), Duration.ZERO));
            tell("Process %d is pid %d, its management at port %d.", member.number(), process.pid(), port);
        } catch (IOException failed) {
            tell("Process %d could not be started: %s.", member.number(), failed.getMessage());
            post(What.ENDED, member.number(), Duration.ZERO);
        }
    }

    private boolean restart(Member member) {
        String end = member.running()
                .map(one -> "pid " + one.process().pid() + " ended with exit code "
                        + one.process().exitValue())
                .orElse("it was not started");
        Optional<Duration> pause = member.ended(System.nanoTime());
        if (pause.isEmpty()) {
            tell(
                    "Process %d: %s, once too often within %s; all processes are stopped. What it said tells why.",
                    member.number(), end, RestartBudget.WINDOW);
            return false;
        }
        tell(
                "Process %d: %s; another one takes its place in %d ms.",
                member.number(), end, pause.get().toMillis());
        post(What.START, member.number(), pause.get());
        return true;
    }

    /** One after another, so that what one gives back the others take. */
    private void end(Member member) {
        member.running().ifPresent(one -> {
            one.process().toHandle().destroy();
            if (!hasEnded(one.process())) {
                tell(
                        "Process %d, pid %d, did not end and is killed.",
                        member.number(), one.process().pid());
                one.process().destroyForcibly();
            }
        });
    }

    private static boolean hasEnded(Process process) {
        try {
            return process.waitFor(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
