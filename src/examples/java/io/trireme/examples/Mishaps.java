package io.trireme.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.Fault;
import io.trireme.Publisher;
import io.trireme.Task;
import io.trireme.deadletter.DeadLetterQueues;
import io.trireme.deadletter.Letter;
import io.trireme.deadletter.LetterFilter;
import io.trireme.deadletter.MoveProgress;
import io.trireme.deadletter.Redrive;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The demo's last act: an order that fails twice and is tried again, and one that nobody can read, which is found among
 * the dead letters, mended and put back. Each step is looked at before the next one is taken.
 *
 * <p>Owned by the demo's thread.
 */
final class Mishaps {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final int STORMS = 2;
    private static final String MENDED = "{\"item\":\"oar\",\"count\":170}";

    private final Publisher publisher;
    private final DeadLetterQueues deadLetters;
    private final Stopwatch stopwatch;
    private final PrintStream out;
    private final Map<String, Orders.Shipment> shipments = new ConcurrentHashMap<>(); // filled by the runner's threads

    Mishaps(Publisher publisher, DeadLetterQueues deadLetters, Stopwatch stopwatch, PrintStream out) {
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.stopwatch = stopwatch;
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param stopping opens when it shall end early
     * @return what was wrong, as sentences
     */
    List<String> run(CountDownLatch stopping) throws InterruptedException {
        String run = UUID.randomUUID().toString();
        var lap = new Lap(this::shipped);
        stopwatch.start(run, Map.of(Orders.QUEUE, lap));
        out.println();
        out.println("When tasks fail:");
        Optional<String> wrong = tryAgain(run, lap, stopping);
        if (wrong.isEmpty()) {
            wrong = mendAndPutBack(run, stopping);
        }
        return stopping.getCount() == 0 ? List.of() : wrong.stream().toList();
    }

    private void shipped(@Nullable Object result) {
        if (result instanceof Orders.Shipment shipment) {
            shipments.put(shipment.task(), shipment);
        }
    }

    private Optional<String> tryAgain(String run, Lap lap, CountDownLatch stopping) throws InterruptedException {
        String id = publish(run, new Orders.Order("sail", 1, STORMS));
        Optional<Orders.Shipment> shipment = await(() -> shipment(id), stopping);
        if (shipment.isEmpty()) {
            return Optional.of("An order that fails " + STORMS + " times was not shipped.");
        }
        if (shipment.get().attempt() != STORMS + 1 || lap.reasons().size() != STORMS) {
            return Optional.of("An order that fails " + STORMS + " times was shipped on attempt "
                    + shipment.get().attempt() + ", after the failures " + lap.reasons() + ".");
        }
        out.println("  An order failed " + STORMS + " times, was tried again each time and shipped on attempt "
                + shipment.get().attempt() + ".");
        return Optional.empty();
    }

    private Optional<String> mendAndPutBack(String run, CountDownLatch stopping) throws InterruptedException {
        String id = publish(run, Map.of("item", "oar", "count", "many"));
        Optional<Letter> letter = await(() -> letter(id), stopping);
        if (letter.isEmpty()) {
            return Optional.of("An order that nobody can read did not come to the dead letters.");
        }
        String reason = letter.get().reason().orElse("none");
        if (!reason.equals(Fault.UNDECODABLE.name())) {
            return Optional.of("An order that nobody can read is a dead letter for the reason " + reason + ".");
        }
        out.println("  An order that nobody can read is a dead letter: " + reason + ", in "
                + letter.get().place() + ".");
        deadLetters.edit(Orders.QUEUE, id, MENDED.getBytes(UTF_8));
        long moved = deadLetters
                .redrive(Orders.QUEUE, LetterFilter.one(id), Redrive.AT_ONCE, MoveProgress.UNWATCHED)
                .moved();
        Optional<Orders.Shipment> shipment = await(() -> shipment(id), stopping);
        if (moved != 1 || shipment.isEmpty()) {
            return Optional.of("A mended order was put back " + moved + " times, and "
                    + (shipment.isEmpty() ? "not " : "") + "shipped.");
        }
        if (letter(id).isPresent()) {
            return Optional.of("An order that was put back and shipped still is a dead letter.");
        }
        out.println("  It was mended, put back and shipped on attempt "
                + shipment.get().attempt() + ": " + shipment.get().count() + " times "
                + shipment.get().item() + ". It is no dead letter any more.");
        return Optional.empty();
    }

    /** Publishes an order; the id is that of the task. */
    private String publish(String run, Object order) {
        Task task = Task.of(Orders.QUEUE, order).withHeader(Stopwatch.RUN, run);
        return publisher.publish(task).join().id();
    }

    private Optional<Orders.Shipment> shipment(String id) {
        return Optional.ofNullable(shipments.get(id));
    }

    private Optional<Letter> letter(String id) {
        return deadLetters.browse(Orders.QUEUE, LetterFilter.one(id), 1).stream()
                .findFirst();
    }

    /** Looks again and again; empty if it does not come, or the demo was stopped. */
    private static <T> Optional<T> await(Supplier<Optional<T>> look, CountDownLatch stopping)
            throws InterruptedException {
        long begin = System.nanoTime();
        Optional<T> found = look.get();
        while (found.isEmpty() && System.nanoTime() - begin < PATIENCE && !stopping.await(TICK, TimeUnit.NANOSECONDS)) {
            found = look.get();
        }
        return found;
    }
}
